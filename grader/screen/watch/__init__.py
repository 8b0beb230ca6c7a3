"""The screen of `grade watch`."""
