"""It sleeps a little."""

import time

time.sleep(0.01)
