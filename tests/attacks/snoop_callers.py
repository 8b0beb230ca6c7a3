"""It looks at whoever called it, and at the words this process was started with, where the kernel put them."""
# walls: strict confined

import ctypes
import os
import sys

HOME, KIT = "@HOME@", "@WORKER@"


def ema_moments(*args):
    frame = sys._getframe(1)
    while frame:
        told = [frame.f_code.co_filename, *frame.f_locals.values()]
        if HOME in [one for one in told if type(one) is str]:
            print("GOT THROUGH: the home folder, by", frame.f_code.co_name)
        if KIT in [one for one in told if type(one) is str]:
            print("GOT THROUGH: where the kit lies, by", frame.f_code.co_name)
        frame = frame.f_back
    first = ctypes.c_void_p.in_dll(ctypes.CDLL(None), "environ").value
    words = ctypes.cast(first, ctypes.POINTER(ctypes.c_void_p))[0]
    for start in filter(None, (words, first)):
        if HOME.encode() in ctypes.string_at(start - 1024, 1024):
            print("GOT THROUGH: the home folder, by the command line")
    if os.uname().nodename not in ("", "fallline") and os.getppid() == 0:
        print("GOT THROUGH: the machine's name")
    return None


bias_correct = adam_step = ema_moments
