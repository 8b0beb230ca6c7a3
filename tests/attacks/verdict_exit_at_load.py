"""SystemExit while the file loads."""
# finding: crash

raise SystemExit(0)
