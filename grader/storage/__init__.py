"""What the kit keeps for its user: the folder, the one SQLite file, the key that seals results."""
