"""Pages that could outlive the process, as many as there are."""
# finding: memory or crash or timeout
# walls: strict confined

import mmap

kept = []


def ema_moments(*args):
    while True:
        pages = mmap.mmap(-1, 2**28)
        pages[:: 2**20] = b"x" * 2**8
        kept.append(pages)


bias_correct = adam_step = ema_moments
