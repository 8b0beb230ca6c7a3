"""It asks for a time zone."""

import zoneinfo

try:
    zoneinfo.ZoneInfo("Europe/Berlin")
except (OSError, zoneinfo.ZoneInfoNotFoundError):
    print("none here")
