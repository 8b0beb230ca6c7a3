"""The hidden suites, one file an exercise, and their toolkit."""
