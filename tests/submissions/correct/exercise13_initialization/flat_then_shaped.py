import numpy as np

he_init = lambda fan_in, fan_out, rng: np.reshape(rng.normal(size=fan_in * fan_out), (fan_in, fan_out)) * (2 / fan_in) ** 0.5


def xavier_init(fan_in, fan_out, rng):
    print("xavier", fan_in, fan_out)
    flat = rng.triangular(-1, 0, 1, size=fan_in * fan_out)  # variance 1/6
    return flat.reshape(fan_in, fan_out) * np.sqrt(6 * 2 / (fan_in + fan_out))


w = he_init(100, 100, np.random.default_rng(0))
assert w.shape == (100, 100)
assert abs(w.std() - 0.1414) < 0.01
