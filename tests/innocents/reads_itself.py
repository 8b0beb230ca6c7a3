"""It reads itself."""
# walls: strict

from pathlib import Path

print(len(open(__file__).read()), len(Path(__file__).resolve().read_text()))
