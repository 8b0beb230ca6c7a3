"""It has a demo."""

if __name__ == "__main__":
    raise SystemExit
