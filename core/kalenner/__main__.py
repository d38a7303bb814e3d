"""``python -m kalenner``."""

import sys

from kalenner.cli import main

sys.exit(main())
