"""Reads every page of a built site the way a browser would: its links, ids, headings, scripts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser


@dataclass(frozen=True)
class Page:
    """One page."""

    root: Path
    path: Path
    html: str = field(repr=False)

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The parsed page."""
        return LexborHTMLParser(self.html)

    @property
    def name(self) -> str:
        """Its path below the site."""
        return self.path.relative_to(self.root).as_posix()

    def addresses(self) -> Iterator[str]:
        """Everything that the page leads to or loads."""
        for node in self.tree.css("[href], [src], [action]"):
            for name in ("href", "src", "action"):
                value = node.attributes.get(name)
                if name in node.attributes:
                    yield value or ""

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every anchor."""
        return frozenset(node.attributes.get("id") or "" for node in self.tree.css("[id]"))


def all_pages(root: Path) -> dict[Path, Page]:
    """Every page of a site by its path."""
    return {path: Page(root, path, path.read_text(encoding="utf-8")) for path in sorted(root.rglob("*.html"))}


def dead_links(root: Path) -> list[str]:
    """Every link that leads to no file of the site, to no anchor, or out of it."""
    pages = all_pages(root)
    assert pages
    dead = []
    for page in pages.values():
        for address in page.addresses():
            parts = urlsplit(address)
            target = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path
            fine = not parts.scheme and not parts.netloc and target.is_relative_to(root) and target.is_file()
            if fine and parts.fragment:
                fine = unquote(parts.fragment) in pages[target].ids
            if not fine:
                dead.append(f"{page.name} -> {address}")
    return dead
