"""It asks whose machine it is."""

import getpass
import os
import sys

print(getpass.getuser())
print(os.get_terminal_size().columns)
print(os.environ["USERNAME_OF_NOBODY"])
print(sys.argv[1])
print(input("Your name? "))
exit()
