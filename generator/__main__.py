"""Run the command line as ``run.py`` does: ``python -m generator``."""

import sys

from generator.cli.main import main

sys.exit(main(prog_name="python3 run.py"))
