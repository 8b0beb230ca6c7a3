"""It draws numbers."""

import random, secrets, uuid, numpy as np

random.seed(0)
np.random.seed(1)
print(uuid.uuid4())
