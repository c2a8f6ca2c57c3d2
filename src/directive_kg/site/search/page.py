"""The page of all answers: in a folder a script fills it, a server fills it itself."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from directive_kg.site.pieces import Frame
from directive_kg.site.render import render
from directive_kg.site.search.find import Found, Hit, find, read_from
from directive_kg.site.words import Label

PATH: Final = "search.html"
TITLE: Final = Label("Tìm kiếm", "Search")
SECTION: Final = "search"

_MOST: Final = 50  # hits of one kind
_KINDS: Final = {
    "r": Label("Chuỗi thực hiện", "Chains"),
    "v": Label("Văn bản", "Papers"),
    "c": Label("Cơ quan", "Bodies"),
    "q": Label("Câu hỏi", "Questions"),
    "n": Label("Nhiệm vụ", "Tasks"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind."""

    kind: Label
    total: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class SearchContext:
    """What the page of answers shows."""

    frame: Frame
    asked: str = ""
    answered: bool = False  # by whoever made the page
    groups: tuple[Group, ...] = ()

    @property
    def total(self) -> int:
        """How many answers there are, shown or not."""
        return sum(group.total for group in self.groups)


def answer_page(site: Path, asked: str) -> str:
    """The page with the answers of a built site to a question.

    Raises OSError or ValueError where the site has no index that can be read.
    """
    read = read_from(site)
    index = read("index")
    frame = Frame(PATH, "", TITLE, SECTION, index["built"], index["today"])
    return render("search.html", SearchContext(frame, asked, True, tuple(map(_group, find(read, asked, _MOST)))))


def _group(found: Found) -> Group:
    return Group(_KINDS[found.kind], found.total, found.hits)
