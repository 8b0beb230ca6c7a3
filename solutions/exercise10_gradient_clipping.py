"""Reference for exercise 10: clipping by the global norm.

R. Pascanu, T. Mikolov and Y. Bengio (2013), "On the difficulty of training recurrent neural networks", algorithm 1:
where ‖g‖ ≥ threshold, g ← threshold/‖g‖·g. torch.nn.utils.clip_grad_norm_ does it with threshold/(‖g‖ + 1e-6).
"""

import numpy as np


def clip_by_global_norm(grads, max_norm) -> tuple[list[np.ndarray], float]:
    """(clipped, norm): one factor for all arrays, and the length they had together."""
    arrays = [np.asarray(grad, dtype=float) for grad in grads]
    # All arrays are one arrow: squares add up over every entry, whatever array it stands in.
    norm = np.sqrt(sum(np.sum(array**2) for array in arrays))
    # Short gradients are short for a reason and stay so; a zero norm is never divided by.
    if norm > max_norm:
        arrays = [array * (max_norm / norm) for array in arrays]
    return arrays, norm
