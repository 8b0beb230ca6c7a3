"""It runs an event loop."""

import asyncio


async def slow():
    await asyncio.sleep(0.001)
    return 1


async def both():
    return await asyncio.wait_for(asyncio.gather(slow(), slow()), 5)


print(asyncio.run(both()))
