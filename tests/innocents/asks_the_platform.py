"""It asks the platform."""

import os, platform, sys, time

print(os.cpu_count(), platform.platform(), platform.processor(), time.ctime())
