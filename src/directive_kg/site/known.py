"""What a site remembers of how it was made: for each part what was looked up, what that came to, and which files it gave.

A part whose look-ups find what they found is not made again; its files are taken over as they stand. In doubt it is made.
"""

import binascii
import gzip
import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from directive_kg.site.inputs import Inputs, mark_of, packed, unpacked
from directive_kg.site.output import Output
from directive_kg.site.pages import Part

NAME: Final = ".made-from"  # of the file in the site's folder; a server shows nothing whose name begins with a dot
_LAYOUT: Final = 1


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one part."""

    looked_up: bytes  # `inputs.packed`
    mark: str  # what the look-ups came to
    pages: int
    files: tuple[tuple[str, int, int], ...]  # path, size, time of change in nanoseconds


def read(site: Path | None, frame: str) -> Iterator[tuple[Part, Known]]:
    """What the site before knows of its parts, one by one, as far as it can be read; nothing where its frame is another."""
    if site is None:
        return
    try:
        with gzip.open(site / NAME, "rt", encoding="utf-8") as lines:
            if json.loads(next(lines, "null")) != [_LAYOUT, frame]:
                return
            for line in lines:
                kind, iri, looked_up, mark, pages, files = json.loads(line)
                listed = tuple((str(path), int(size), int(changed)) for path, size, changed in files)
                yield (str(kind), str(iri)), Known(b64decode(looked_up), str(mark), int(pages), listed)
    except (OSError, EOFError, ValueError, TypeError, zlib.error, binascii.Error):
        return


@contextmanager
def record(output: Output, frame: str) -> Iterator[Callable[[Part, Known], None]]:
    """Leave in the site what the next build goes on from: what is told of each part, as it is told."""
    with gzip.GzipFile(output.root / NAME, "wb", compresslevel=1, mtime=0) as file:

        def line(*told: object) -> None:
            file.write(f"{json.dumps(told)}\n".encode())

        def remember(part: Part, known: Known) -> None:
            looked_up = b64encode(known.looked_up).decode()
            line(*part, looked_up, known.mark, known.pages, known.files)

        line(_LAYOUT, frame)
        yield remember


def fresh(known: Known, inputs: Inputs) -> bool:
    """Whether everything that was looked up comes to what it came to."""
    return len(known.looked_up) % 8 == 0 and mark_of(unpacked(known.looked_up), inputs) == known.mark


def known_of(looked_up: Iterable[bytes], inputs: Inputs, pages: int, files: Iterable[str], output: Output) -> Known:
    """What to remember of a part that was just made."""
    names = packed(looked_up)
    listed = []
    for path in files:
        there = (output.root / path).stat()
        listed.append((path, there.st_size, there.st_mtime_ns))
    return Known(names, mark_of(unpacked(names), inputs), pages, tuple(listed))


def taken_over(known: Known, output: Output) -> bool:
    """Give the new site the files of a part as the old one has them; False where one is not as it was left."""
    try:
        return all(output.has(*file) for file in known.files) and all(output.keep(path) for path, _, _ in known.files)
    except ValueError:  # a path that leaves the site: somebody else wrote what is known
        return False
