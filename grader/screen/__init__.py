"""Data → what a terminal shows. Only this room knows Rich."""
