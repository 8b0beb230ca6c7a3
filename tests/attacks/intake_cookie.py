# -*- coding: nonsense -*-
# finding: encoding
x = 1
