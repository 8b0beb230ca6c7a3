"""Data into Rich renderables: pure functions. Only this room knows Rich."""
