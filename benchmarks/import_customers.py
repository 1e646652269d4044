"""A company's customers from one Excel file: 100,000 rows, 1 % bad, 2 % duplicates, in under a minute.

Timed from the file to the end: read, check, look for duplicates, write with owners, journal and a row for each thing
made, and write the sheet that goes back. Then all is counted again, from the tables and from the file alone.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    """Runs the benchmark in a database of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--database-url", default="", help="an empty database; a fresh SQLite file otherwise")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["TONGLU_HOME"] = home
        os.environ["DATABASE_URL"] = asked.database_url
        os.environ["DJANGO_SETTINGS_MODULE"] = "tonglu.settings"
        import django

        django.setup()
        from benchmarks.import_run import run

        sys.exit(run(folder=Path(home), rows=asked.rows, seed=asked.seed, clock=time.monotonic))


if __name__ == "__main__":
    main()
