# function: warmup_cosine
# expects: SC-LINEAR
def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step < warmup:
        return peak * step / warmup
    left = max(0, total - step) / (total - warmup)
    return floor + (peak - floor) * left
