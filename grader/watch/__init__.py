"""`grade watch` without its screen: which files, what was saved, its grading, the one next thing."""
