"""Data into other systems' files. Only this room knows them."""
