"""Pools, managers, shared memory, loops of events: processes and channels by the standard library's names."""
# finding: attempt
# walls: strict confined

import asyncio
import concurrent.futures
import multiprocessing
from multiprocessing import shared_memory


def ema_moments(*args):
    for how in (
        lambda: multiprocessing.Pool(2).map(abs, [1]),
        lambda: concurrent.futures.ProcessPoolExecutor(1).submit(abs, 1).result(),
        lambda: multiprocessing.Manager().dict(),
        lambda: shared_memory.SharedMemory(create=True, size=4096, name="fallline-attack"),
        lambda: asyncio.run(asyncio.create_subprocess_exec("true")),
        lambda: multiprocessing.Process(target=print).start(),
    ):
        try:
            how()
        except BaseException:
            continue
        print("GOT THROUGH")
    return None


bias_correct = adam_step = ema_moments
