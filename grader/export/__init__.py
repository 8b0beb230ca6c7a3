<<<<<<< HEAD
"""Data into other systems' files. Only this room knows them."""
=======
"""Data → other systems' files. Only this room knows them."""
>>>>>>> quiz
