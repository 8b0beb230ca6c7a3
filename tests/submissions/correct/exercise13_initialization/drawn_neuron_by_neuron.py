import numpy as np


def he_init(fan_in, fan_out, rng):
    # one neuron after the other, as the columns of W
    neurons = [rng.normal(scale=np.sqrt(2.0 / fan_in), size=fan_in) for _ in range(fan_out)]
    return np.stack(neurons, axis=1)


def xavier_init(fan_in, fan_out, rng):
    stored_like_torch = rng.normal(size=(fan_out, fan_in)) * np.sqrt(2.0 / (fan_in + fan_out))
    return stored_like_torch.T
