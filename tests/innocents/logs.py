"""It logs."""

import logging

logging.basicConfig(level=logging.DEBUG)
logging.getLogger(__name__).info("hello")
