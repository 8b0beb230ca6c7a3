# function: warmup_cosine
# expects: SC-LINEAR SC-FLOORADD
def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step < warmup:
        return peak * step / warmup
    return floor + peak * (1 - min(1, (step - warmup) / (total - warmup)))
