# function: warmup_cosine
# expects: SC-INTDIV SC-LINEAR
def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step < warmup:
        return peak * (step // warmup)
    x = min(1, (step - warmup) / (total - warmup))
    return peak + (floor - peak) * x
