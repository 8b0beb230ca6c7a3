"""The families of wrong turns, one file an exercise, and their toolkit."""
