"""It draws pictures."""

import matplotlib.pyplot as plt

plt.plot([1, 2])
plt.savefig("path.png")
plt.show()
