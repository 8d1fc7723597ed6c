"""`python -m lakip_lib.cli` is `lakip`."""

import sys

from lakip_lib.cli import main

sys.exit(main())
