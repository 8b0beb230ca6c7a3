# function: early_stopping
# expects: ES-FUTURE
import numpy as np

def early_stopping(val, patience, min_delta=0.0):
    index = int(np.nanargmin(val))
    return min(index + patience, len(val) - 1), index
