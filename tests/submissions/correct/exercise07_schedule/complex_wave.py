import cmath


def warmup_cosine(step, total, warmup, peak, floor=0.0):
    if step < warmup:
        return step * peak / warmup
    share = 1.0 if step >= total else (step - warmup) / (total - warmup)
    turn = cmath.exp(1j * cmath.pi * share)
    return float(floor) + float(peak - floor) * (turn.real + 1) / 2
