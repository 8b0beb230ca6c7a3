"""It looks for files."""

from pathlib import Path

print(Path("data.csv").exists(), Path.cwd(), Path(__file__).resolve())
