"""The leading body of a ruined row: where its name, broken over several lines of a narrow column, begins and goes on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from directive_kg.extract.repair import likeness, plain_word, skeleton
from directive_kg.extract.ruined_text import RuinedText
from directive_kg.extract.ruined_words import Word, words_of
from directive_kg.register import Agency

_LIKE: Final = 0.72
_WORD_LIKE: Final = 0.6
_LONGER: Final = 0.1  # what a word more is worth against likeness
_MARGIN: Final = 0.2
_LEAST_LETTERS: Final = 5  # behind the first word, which many names share
_SHARE: Final = 1 / 3  # a kind of bodies that begins fewer rows than this of the commonest kind leads none

Leads = Mapping[str, Agency]


@dataclass(frozen=True, slots=True)
class LeadPiece:
    """The words of a leading body's name that stand on one line."""

    start: int
    end: int
    likeness: float


@dataclass(frozen=True, slots=True)
class Opening(LeadPiece):
    """Words with which a leading body's name begins."""

    agency: Agency
    words: int  # how many words of the name they are


def possible_leads(lines: Sequence[str], text: RuinedText) -> Leads:
    """Bare letters of the names of the bodies of the paper's own place that lead rows in these lines.

    Only the kinds of bodies whose names begin most rows: one that is named now and then coordinates.
    """
    place = text.register.places.get(text.home or "")
    kind = place.name.split()[0] if place else "\0"
    leads = {
        letters(name): agency
        for name, agency in text.names.items()
        if agency.jurisdiction == text.home and not agency.is_group and not name.endswith(kind)
    }
    counts = Counter(hit.agency.kind for line in lines if (hit := opening_at(line, leads)))
    most = max(counts.values(), default=0)
    return {k: a for k, a in leads.items() if counts[a.kind] and counts[a.kind] >= most * _SHARE}


def letters(words: str) -> str:
    """The bare letters of words, run together."""
    return "".join(plain_word(w.text) for w in words_of(words))


def opening_at(raw: str, leads: Leads) -> Opening | None:
    """Where a leading body's name begins in a line; None where it does not, or where two names could begin so."""
    words = words_of(raw)
    best: Opening | None = None
    for i, word in enumerate(words):
        if not word.text[0].isupper():
            continue
        for length in (4, 3, 2):
            run = words[i : i + length]
            own = "".join(plain_word(w.text) for w in run[1:])
            if len(run) < length or len(own) < _LEAST_LETTERS:
                continue
            shares = _shares(run[0].text, own, leads)
            if not shares or (len(shares) > 1 and shares[0][0] - shares[1][0] < _MARGIN):
                continue
            share, name = shares[0]
            if share >= _LIKE and (best is None or share > best.likeness):
                covered = _covered(leads[name], plain_word(run[0].text) + own)
                best = Opening(run[0].start, run[-1].end, share, leads[name], covered)
    return best


def _covered(agency: Agency, got: str) -> int:
    """How many words of the name so many letters are; words may have run together."""
    length = 0
    for count, word in enumerate(words_of(agency.name), start=1):
        length += len(plain_word(word.text))
        if length >= len(got) - 1:
            return count
    return len(words_of(agency.name))


def _shares(first: str, own: str, leads: Leads) -> list[tuple[float, str]]:
    """How like the words are to the beginning of each body's name behind its first word; the likest name first."""
    best: dict[str, tuple[float, str]] = {}
    for name, agency in leads.items():
        head = agency.name.split()[0]
        if skeleton(first) == skeleton(head):
            rest = name.removeprefix(plain_word(head))
            share = max(likeness(own, rest[: len(own) + more]) for more in (0, 1))
            best[agency.code] = max(best.get(agency.code, (0.0, name)), (share, name))
    return sorted(best.values(), reverse=True)


class Continuation:
    """Follows the rest of one leading body's name over the lines below its beginning."""

    def __init__(self, opening: Opening, place: str) -> None:
        name = opening.agency.name.removesuffix(place).strip()
        self._rest = [w.text for w in words_of(name)][opening.words :]

    def on(self, raw: str) -> LeadPiece | None:
        """The next words of the name on this line, or None."""
        words = words_of(raw)
        best: tuple[float, int, int] | None = None  # (weight, how many words, where)
        found = 0.0
        for length in range(1, len(self._rest) + 1):
            if length == 1 and len(self._rest) > 1:
                continue  # a single word from the middle of a name tells nothing
            for i in range(len(words) - length + 1):
                share = self._share(words[i : i + length], self._rest[:length])
                weight = share + _LONGER * length
                if share >= _LIKE and (best is None or weight > best[0]):
                    best, found = (weight, length, i), share
        if best is None:
            return None
        _, length, i = best
        self._rest = self._rest[length:]
        return LeadPiece(words[i].start, words[i + length - 1].end, found)

    @staticmethod
    def _share(run: Sequence[Word], wanted: Sequence[str]) -> float:
        if run[0].text[0].isupper() != wanted[0][0].isupper():
            return 0.0
        got = "".join(plain_word(w.text) for w in run)
        true = "".join(plain_word(w) for w in wanted)
        if len(wanted) == 1:
            return float(got == true)
        if any(likeness(w.text, want) < _WORD_LIKE for w, want in zip(run, wanted, strict=True)):
            return 0.0
        return likeness(got, true)
