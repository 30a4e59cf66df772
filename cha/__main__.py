"""`python -m cha` is the same as `cha`."""

import sys

from cha.config.cli import main

sys.exit(main())
