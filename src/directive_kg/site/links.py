"""IRI -> the page that shows the thing: relative, readable, and always inside the output folder.

Only things that have a page are in the table, so a link is made or it is not; none can be dead.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import _lru_cache_wrapper, lru_cache
from heapq import merge
from typing import Final

from directive_kg.names import slug
from directive_kg.site.reads import Reads

_SAFE: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,79}")
_ENDINGS: Final = (".", ".html", ".xlsx", ".docx", ".csv", ".json", ".ics")
_ID: Final = "/id/"
_KEPT: Final = 16_384  # places worked out a moment ago
_MOST_SEGMENTS: Final = 8  # of ours none has more; a deeper path could outgrow what a file system takes
_FIXED_PAGES: Final = ("trace/index.html", "paper/index.html", "body/index.html", "place/index.html")
_FURTHER_PAGE: Final = re.compile(r"[a-z]+/index\.[0-9]+\.html")  # of a long list
# Device names that Windows opens in place of a file; a site may be unpacked there.
_RESERVED: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


@dataclass(slots=True)
class Links:
    """Where each thing's page lies, from the site's root."""

    _pages: dict[str, str] = field(default_factory=dict)  # IRI -> path
    _traces: dict[str, str] = field(default_factory=dict)  # IRI of a paper -> path of its trace page
    _taken: dict[str, str] = field(default_factory=lambda: dict.fromkeys(_FIXED_PAGES, ""))  # folded path -> owner
    # Where a thing is shown that is too many to be held in a table: tasks, and parts of papers.
    _shown: Callable[[str], str | None] = lambda _: None
    reads: Reads = field(default_factory=Reads)

    def add_page(self, kind: str, iri: str, *, folder: bool = False) -> str:
        """Give a thing its page `kind/<segments of its IRI>.html`, or `…/index.html`; returns the path."""
        path = self._take(iri, _stem(kind, iri), "/index.html" if folder else ".html")
        self._pages[iri] = path
        return path

    def tables(self) -> tuple[dict[str, str], dict[str, str]]:
        """What another `Links` is made from to know the same pages."""
        return self._pages, self._traces

    def forget(self) -> None:
        """Let go of the places worked out a moment ago."""
        if isinstance(self._shown, _lru_cache_wrapper):
            self._shown.cache_clear()

    def put(self, iri: str, path: str) -> None:
        """Give a thing a page that nothing else has."""
        self._pages[iri] = path

    def show(self, shown: Callable[[str], str | None]) -> None:
        """Say where things are shown that have no place of their own in the table."""
        self._shown = lru_cache(maxsize=_KEPT)(shown)

    def add_trace(self, iri: str) -> str:
        """Give a paper its trace page `trace/<slug>.html`; returns the path."""
        name = safe_segment("-".join(_segments(iri)))
        path = self._take(f"trace of {iri}", f"trace/{name}", ".html")
        self._traces[iri] = path
        return path

    def page(self, iri: str | None) -> str | None:
        """The thing's page, or where it is shown on another; None where the site does not show it."""
        if iri is None:
            return None
        self.reads.note("link", iri)
        return self._pages.get(iri) or self._shown(iri)

    def trace(self, iri: str | None) -> str | None:
        """The paper's trace page, or None."""
        if iri is None:
            return None
        self.reads.note("link", iri)
        return self._traces.get(iri)

    def any(self, iri: str | None) -> str | None:
        """The page, else the trace page: a paper that is only cited has nothing but the second."""
        return self.page(iri) or self.trace(iri)

    def table(self, others: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Every thing that is shown with its path, in order; `others` are things beside those of the table, in order."""
        last = None
        for iri in merge(sorted({*self._traces, *self._pages}), others):
            if iri != last and (path := self.any(iri)):
                yield iri, path
            last = iri

    def _take(self, owner: str, stem: str, ending: str) -> str:
        # File systems that fold case must not let two things share a file.
        path = stem + ending
        if _FURTHER_PAGE.fullmatch(path.lower()) or self._taken.setdefault(path.lower(), owner) != owner:
            path = f"{stem}-{_fingerprint(owner)}{ending}"
            self._taken[path.lower()] = owner
        return path


def task_path(iri: str, clashes: int = 0) -> str:
    """The page of a task, `task/<segments of its IRI>.html`; another one for each time that it clashed with others'."""
    stem = _stem("task", iri)
    apart = clashes or _FURTHER_PAGE.fullmatch(f"{stem}.html".lower())
    return f"{stem}-{_fingerprint(iri + ' ' * max(clashes - 1, 0))}.html" if apart else f"{stem}.html"


def _stem(kind: str, iri: str) -> str:
    segments = _segments(iri)
    if kind == "task":
        segments = [part for place, part in enumerate(segments) if part != "task" or place != len(segments) - 2]
    return "/".join([kind, *map(safe_segment, segments)])


def root_from(path: str) -> str:
    """What leads from a page back to the site's root.

    >>> root_from("task/ubnd/2026/71/1.html")
    '../../../../'
    """
    return "../" * path.count("/")


def anchor(kind: str, name: str) -> str:
    """A fragment that is safe in an id and in a link: 'provision-II.1.1'."""
    return f"{kind}-{safe_segment(name)}"


def safe_segment(text: str) -> str:
    """One path segment that cannot climb, hide, or grow: the text itself where it is plain, else a slug and a hash."""
    plain = _SAFE.fullmatch(text) and not _RESERVED.fullmatch(text)
    # A folder called 'x.html' could stand where the page x.html, or a file beside it, must lie.
    if plain and not text.lower().endswith(_ENDINGS):
        return text
    return f"{slug(text).strip('.')[:60].rstrip('.')}-{_fingerprint(text)}".lstrip("-")


def _segments(iri: str) -> list[str]:
    """What follows the kind in one of our IRIs ('…/id/directive/a/b/c' -> a, b, c); of a foreign one, all of it."""
    _, mark, rest = iri.partition(_ID)
    parts = rest.split("/")[1:] if mark else []
    return parts if all(parts) and 0 < len(parts) <= _MOST_SEGMENTS else [iri]


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]
