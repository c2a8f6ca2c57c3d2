"""What character recognition confuses in Vietnamese papers and what the words around it settle."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from directive_kg.names import fold
from directive_kg.readers.page import Page, Word

# Capital and small form are one shape here, and only the size tells them apart.
_ONE_SHAPE: Final = set("ƠỚỜỞỠỢƯỨỪỬỮỰÔỐỒỔỖỘOÓÒỎÕỌUÚÙỦŨỤ")
# A quarter has a number from I to IV: two or three strokes are no eleven.
_QUARTER: Final = re.compile(r"^[1Il|]{2,3}(?=$|[/,;.\-])|^[1Il|]V(?=$|[/,;.\-])")
_ONE_STROKE: Final = re.compile(r"^[1Il|](?=$|[/,;.\-])")
_NUMBER: Final = re.compile(r"^\(?\d{1,3}(?:\.\d{1,3}){0,3}[.)]?$")
SURE: Final = 0.85
_GUESSED: Final = 0.5
_CERTAIN: Final = 0.93
_REPAIRED: Final = 0.8
_OFTEN: Final = 3  # times that a paper writes a word so
_ROMAN: Final = re.compile(r"^[IHVX]{2,4}\.$")
_SHORT: Final = 3  # letters: what a number of a row may have been taken for


def repair_line(words: Sequence[Word]) -> list[Word]:
    """The words of one printed line with what is certain put right; what may be misread loses its confidence."""
    in_capitals = 2 * sum(word.text.isupper() for word in words) > len(words)
    repaired: list[Word] = []
    for word in words:
        text = word.text if in_capitals else _small_again(word.text, first=not repaired)
        before = repaired[-1].text.lower() if repaired else ""
        confidence = word.confidence
        if not repaired and "H" in text and "I" in text and _ROMAN.match(text):
            text = text.replace("H", "II")  # 'IH.' and 'HI.' are III
        if before in {"quý", "quí"}:
            text = _QUARTER.sub(lambda m: re.sub(r"[1l|]", "I", m.group()), text)
            if _ONE_STROKE.match(text):  # it may be what is left of two
                confidence = min(confidence, _GUESSED)
        repaired.append(replace(word, text=text, confidence=confidence))
    return repaired


def settle_words(pages: Sequence[Page]) -> list[Page]:
    """The pages, doubtful words whose marks differ from what the paper writes elsewhere beside the same word put right.

    'tố chức', read once and unsurely, is 'tổ chức', which the same paper has many times; it stays a word to look at.
    """
    pairs: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for page in pages:
        for one, other in pairwise(page.words):
            pair = (_bare(one.text), _bare(other.text))
            if min(one.confidence, other.confidence) >= SURE and all(pair):
                pairs[fold(pair[0]), fold(pair[1])][pair] += 1
    return [replace(page, words=tuple(_settled(page.words, pairs))) for page in pages]


def _settled(words: Sequence[Word], pairs: Mapping[tuple[str, str], Counter[tuple[str, str]]]) -> Iterator[Word]:
    for at, word in enumerate(words):
        own = _bare(word.text)
        if word.confidence >= _CERTAIN or not own:
            yield word
            continue
        said: Counter[str] = Counter()
        for before in (True, False):
            neighbour = (
                words[at - 1] if before and at else words[at + 1] if not before and at + 1 < len(words) else None
            )
            if neighbour is None or not (beside := _bare(neighbour.text)):
                continue
            key = (fold(beside), fold(own)) if before else (fold(own), fold(beside))
            for pair, count in pairs.get(key, Counter()).items():
                if pair[0 if before else 1] == beside:
                    said[pair[1 if before else 0]] += count
        best, count = max(said.items(), key=lambda item: item[1], default=(own, 0))
        if best != own and count >= _OFTEN and count >= _OFTEN * said[own]:
            yield replace(word, text=_as(word.text, own, best), confidence=min(word.confidence, _REPAIRED))
        else:
            yield word


def _bare(text: str) -> str:
    """A word's small letters without the marks around it; '' for what is none."""
    bare = text.strip(".,;:()[]“”\"'").lower()
    return bare if bare.isalpha() else ""


def _as(text: str, own: str, best: str) -> str:
    """The better word with the capitals and marks of the one that was read."""
    at = text.lower().index(own)
    old = text[at : at + len(own)]
    made = best.upper() if old.isupper() and len(old) > 1 else best.capitalize() if old[:1].isupper() else best
    return text[:at] + made + text[at + len(own) :]


def _small_again(text: str, *, first: bool) -> str:
    """'cỦa' is 'của' and 'CƠ' is 'Cơ' in a line that is not in capitals.

    >>> _small_again("cỦa", first=False), _small_again("SỞ", first=True), _small_again("UBND", first=False)
    ('của', 'Sở', 'UBND')
    """
    if len(text) == 1 and not first:
        return text.lower() if text in _ONE_SHAPE else text
    rest = text[1:]
    capitals = [c for c in rest if c.isupper()]
    if capitals and all(c in _ONE_SHAPE for c in capitals) and (len(text) > 2 or not text.isascii()):
        return text[0] + rest.lower()
    return text


def settle_numbers(cells: Sequence[Word]) -> list[Word]:
    """The words of a column of numbers, each the only one of its cell; one that is doubtful takes the number that those
    before and after it leave for it, with a confidence that calls for a look.

    '23' between 2.2 and 2.4 is 2.3; 'j' between 6 and 8 is 7.
    """
    sure = [_parts(w.text) if w.confidence >= SURE else None for w in cells]
    pointed = any(number is not None and len(number) > 1 for number in sure)
    settled: list[Word] = []
    for at, word in enumerate(cells):
        before = sure[at - 1] if at else None
        after = sure[at + 1] if at + 1 < len(cells) else None
        short = len(word.text) <= _SHORT or (pointed and _parts(word.text) is not None)
        counts = before is None and ")" in word.text  # the columns: '(1)'
        doubtful = sure[at] is None and short and not counts and (word.confidence < SURE or not word.text.isupper())
        meant = _between(before, after, last=at + 1 == len(cells)) if doubtful else None
        if doubtful and meant is None and pointed:
            meant = next((n for n in _forms(word.text) if (_fits(before, n) if before else _fits(n, after))), None)
        if meant is None:
            settled.append(word)
            continue
        sure[at] = meant
        settled.append(replace(word, text=".".join(map(str, meant)), confidence=min(word.confidence, _GUESSED)))
    return settled


_Number = tuple[int, ...]  # 2.3 as (2, 3)


def _parts(text: str) -> _Number | None:
    bare = text.strip("().")
    return tuple(map(int, bare.split("."))) if _NUMBER.match(text) else None


def _between(before: _Number | None, after: _Number | None, *, last: bool) -> _Number | None:
    """The one number that can stand here: a gap of one, one before the first that is sure, one behind the last."""
    if after is not None and after[-1] > 1:
        previous = (*after[:-1], after[-1] - 1)
        return previous if before is None or _fits(before, previous) else None
    if after is None and before is not None and last:
        return (*before[:-1], before[-1] + 1)
    return None


def _forms(text: str) -> Iterator[_Number]:
    """What a number whose point was not seen, or taken for a figure, may be: '23' is 2.3, '251' is 2.1."""
    digits = text.replace(".", "")
    if (number := _parts(text)) is not None and len(number) > 1:
        yield number
    if digits.isdecimal() and digits.isascii() and 2 <= len(digits) <= _SHORT:
        if len(digits) == _SHORT:
            yield (int(digits[0]), int(digits[2]))
        yield (int(digits[0]), int(digits[1:]))


def _fits(before: _Number | None, number: _Number | None) -> bool:
    """Whether a number can follow another: the next on its level or on one above, or the first below it."""
    if before is None or number is None:
        return False
    same = next((i for i, (a, b) in enumerate(zip(before, number, strict=False)) if a != b), len(before))
    deeper = number[same + (same < len(before)) :]
    steps_on = same == len(before) or (same < len(number) and number[same] == before[same] + 1)
    return steps_on and number != before and all(figure == 1 for figure in deeper)
