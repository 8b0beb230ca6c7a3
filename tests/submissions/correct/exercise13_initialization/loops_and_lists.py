def he_init(fan_in, fan_out, rng):
    spread = (2 / fan_in) ** 0.5
    weights = []
    for i in range(fan_in):
        row = []
        for j in range(fan_out):
            row.append(rng.normal(0, spread))
        weights.append(row)
    return weights


def xavier_init(fan_in, fan_out, rng):
    spread = (2 / (fan_in + fan_out)) ** 0.5
    return [[spread * rng.standard_normal() for _ in range(fan_out)] for _ in range(fan_in)]
