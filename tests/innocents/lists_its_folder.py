"""It lists its folder."""

import glob, os

print(os.listdir(), os.listdir("."), glob.glob("*.csv"))
