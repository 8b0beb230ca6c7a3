"""It tests itself."""

import doctest, unittest

doctest.testmod()
unittest.main(argv=["x"], exit=False)
