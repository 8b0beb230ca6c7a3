"""It switches the fault handler on."""

import faulthandler

faulthandler.enable()
