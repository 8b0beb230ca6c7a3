"""One submission in its workers: the session, what happened in it in words, trivial answers."""
