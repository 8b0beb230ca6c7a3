"""Reference for exercise 13: weights that keep the signal alive.

K. He, X. Zhang, S. Ren and J. Sun (2015), "Delving Deep into Rectifiers", eq. (10): ½·fan_in·Var[w] = 1 keeps the mean
square of the signal through ReLU layers. X. Glorot and Y. Bengio (2010), "Understanding the difficulty of training
deep feedforward neural networks", eq. (12): Var[w] = 2/(fan_in + fan_out), between what the signal and what the
gradient want. torch.nn.init calls them kaiming_normal_ and xavier_normal_.
"""

import numpy as np


def he_init(fan_in, fan_out, rng) -> np.ndarray:
    """Normal weights of variance 2/fan_in."""
    # What is asked for is a variance; a Generator takes its root, the standard deviation.
    return rng.normal(0.0, np.sqrt(2 / fan_in), size=(fan_in, fan_out))


def xavier_init(fan_in, fan_out, rng) -> np.ndarray:
    """Normal weights of variance 2/(fan_in + fan_out)."""
    return rng.normal(0.0, np.sqrt(2 / (fan_in + fan_out)), size=(fan_in, fan_out))
