"""Again and again it takes nearly all the memory there is, touches it, and lets it go."""


def ema_moments(*args):
    for _ in range(3):
        kept = bytearray(600 * 2**20)
        kept[:: 4096] = b"x" * len(kept[:: 4096])
    return None

bias_correct = adam_step = ema_moments
