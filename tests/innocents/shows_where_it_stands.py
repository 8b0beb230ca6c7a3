"""It shows where it stands."""

import inspect, traceback

traceback.print_stack()
print(len(inspect.stack()))
