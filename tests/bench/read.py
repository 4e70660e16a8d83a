"""How fast YAML is read: the reader of this project, and ruamel's own ways with the same files, in turn, in one run.

Prints a table and, with ``--write``, keeps the figures and puts them into ``docs/speed.md``. All of them read the
replies of a made catalogue; our reader also notes the place of every value and refuses what is no plain data.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

import catalogue
from harness import report
from harness.results import Results
from ruamel.yaml import YAML
from ruamel.yaml.cyaml import CSafeLoader

from generator.sources.yaml import read_yaml

NUMBER = 300
"""How many replies are read."""


def _round_trip(file: Path) -> object:
    return YAML().load(file.read_text("utf-8"))


def _pure(file: Path) -> object:
    return YAML(typ="safe", pure=True).load(file.read_text("utf-8"))


def _fast(file: Path) -> object:
    loader = CSafeLoader(file.read_text("utf-8"))
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


WAYS: dict[str, Callable[[Path], object]] = {
    "this generator's reader, with the place of every value": lambda file: read_yaml(file, file.name),
    "ruamel, safe, C parser: no places": _fast,
    "ruamel, safe, pure Python: no places": _pure,
    "ruamel, round trip: places": _round_trip,
}


def main() -> int:
    """Measure, print the table, keep it where asked."""
    parser = argparse.ArgumentParser(prog="run.py bench read", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round")
    parser.add_argument("--write", action="store_true", help="keep the figures, and put them into docs/speed.md")
    options = parser.parse_args()
    results = Results.begin("read", quick=options.quick, keep=options.write)
    with tempfile.TemporaryDirectory() as folder:
        catalogue.write(NUMBER, Path(folder))
        files = sorted(file for file in Path(folder).glob("codes/[2-5]*/*.yml") if file.name != "code.yml")
        size = sum(file.stat().st_size for file in files) / len(files)
        for _ in range(1 if options.quick else 5):
            for name, load in WAYS.items():
                began = time.process_time()
                for file in files:
                    load(file)
                spent = (time.process_time() - began) / len(files)
                results.add(way=name, files=len(files), bytes=round(size), milliseconds=round(spent * 1000, 3))
    sys.stdout.write(report.read_table(results) + "\n")
    if options.write:
        report.write()
    return 0


if __name__ == "__main__":
    sys.exit(main())
