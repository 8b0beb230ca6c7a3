"""It is stopped by an exception that is called like one of the kit's own."""
# finding: crash

raise type("BrokenNotebook", (Exception,), {})("text")
