"""What the register holds: bodies, places, mergers."""

from dataclasses import dataclass
from datetime import date
from typing import Final

POST_KIND: Final = "lanh-dao"


@dataclass(frozen=True, slots=True)
class Agency:
    """A body, a post or a class of bodies of the register."""

    code: str
    name: str  # in full, Vietnamese
    name_en: str
    aliases: tuple[str, ...] = ()
    kind: str | None = None  # code in the vocabulary 'agency-kind'; None for a class
    parent: str | None = None  # code of the body that it belongs to
    jurisdiction: str | None = None  # code of the place; None for a central body
    fields: tuple[str, ...] = ()  # codes in the vocabulary 'field'
    is_group: bool = False  # a class of bodies: never a responsible body

    @property
    def is_post(self) -> bool:
        """A person's post rather than a body."""
        return self.kind == POST_KIND


@dataclass(frozen=True, slots=True)
class Place:
    """A province, city, ward or commune that bodies belong to."""

    code: str
    name: str  # with its kind in front: 'thành phố Hải Phòng'
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A merger: bodies that end in one body, and the first day on which that is certain."""

    originals: tuple[str, ...]
    result: str
    certain_from: date | None  # None where the register has no date
