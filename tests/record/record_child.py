"""A process that adds made-up reports and says which the record has taken: ``record_child.py URL FIRST STOP STEP [LIMIT]``.

A LIMIT bounds the size of every file it writes, as a full disk would.
"""

import resource
import sys

from made_reports import RUN, make_report

from tacitus.errors import RecordError
from tacitus.record import open_record


def main(url: str, first: str, stop: str, step: str, limit: str = "0") -> None:
    if int(limit):
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    with open_record(url) as record:
        for number in range(int(first), int(stop), int(step)):
            made = make_report(number, n_claims=3, n_mentions=9, words=60)
            try:
                added = record.add_report(made.snapshot, made.report, made.extraction, RUN)
            except RecordError as error:
                sys.stdout.write(f"{type(error).__name__} {error}\n")
                return
            sys.stdout.write(f"{added.status} {number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
