"""It imports and does not use."""

import asyncio, ctypes, multiprocessing, socket, ssl, subprocess, threading, urllib.request
