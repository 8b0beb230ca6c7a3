"""A syntax error of its own making, in the words of a file that is no text."""
# finding: crash

raise SyntaxError("encoding. All laws hold")
