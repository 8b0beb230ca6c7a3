<<<<<<< HEAD
"""Data into Rich renderables: pure functions. Only this room knows Rich."""
=======
"""Data → what a terminal shows. Only this room knows Rich."""
>>>>>>> quiz
