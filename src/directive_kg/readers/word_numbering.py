"""The numbers that Word prints in front of auto-numbered paragraphs (ECMA-376 part 1, 17.9)."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from directive_kg.readers.package import Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NUM_PR, _VAL = f"{W}numPr", f"{W}val"
_LEVELS: Final = 9  # ilvl 0 to 8
_ROMAN: Final = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
                 (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_NO_LIST: Final = (None, 0)
_Style = tuple[str | None, int, str | None]  # (numId, ilvl, basedOn)


@dataclass(frozen=True, slots=True)
class _Level:
    form: str = "decimal"
    text: str = "%1."
    start: int = 1
    restarts: bool = True
    legal: bool = False  # all figures arabic


@dataclass(slots=True)
class _List:
    """One w:num: the list it counts in and the levels it prints."""

    counts_in: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts through a document in its own order: `label` has to be called once for each paragraph."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._of_style: dict[str, tuple[str | None, int]] = {}  # style -> (numId, ilvl), where it brings a number
        self._counts: dict[str, list[int | None]] = defaultdict(lambda: [None] * _LEVELS)
        self._begun: set[tuple[str, int]] = set()
        if styles is not None:
            self._read_styles(styles)
        if numbering is not None:
            self._read_lists(numbering)

    def label(self, properties: Element | None, style: str) -> str:
        """What Word prints before the paragraph with these w:pPr, of this style: '1.', 'a)', '-', or ''."""
        number, level = self._list_of(properties, style)
        found = self._lists.get(number or "")
        if found is None:
            return ""
        level = min(level, _LEVELS - 1)
        counts = self._counts[found.counts_in]
        here = found.levels.get(level, _Level())
        if level in found.starts and (number or "", level) not in self._begun:
            self._begun.add((number or "", level))
            counts[level] = found.starts[level]
        else:
            before = counts[level]
            counts[level] = here.start if before is None else before + 1
        for deeper in range(level + 1, _LEVELS):
            if found.levels.get(deeper, _Level()).restarts:
                counts[deeper] = None
        return _printed(here, counts, found.levels)

    def _list_of(self, properties: Element | None, style: str) -> tuple[str | None, int]:
        number, level = _num_pr(properties) if properties is not None else (None, None)
        styled, styled_level = self._of_style.get(style, _NO_LIST)
        return number if number is not None else styled, level if level is not None else styled_level

    def _list_of_style(self, style: str, styles: Mapping[str, _Style]) -> tuple[str | None, int]:
        level = 0
        for _ in range(12):  # styles are based on styles; a ring of them ends here
            if style not in styles:
                break
            number, level_here, based_on = styles[style]
            level = level or level_here
            if number is not None:
                return number, level
            style = based_on or ""
        return _NO_LIST

    def _read_styles(self, styles: Element) -> None:
        found: dict[str, _Style] = {}
        for style in styles.iterfind(f"{W}style"):
            if style.get(f"{W}type") != "paragraph":
                continue
            properties = style.find(f"{W}pPr")
            number, level = _num_pr(properties) if properties is not None else (None, None)
            entry = (number, level or 0, _value(style.find(f"{W}basedOn")))
            found[str(style.get(f"{W}styleId"))] = entry
            if style.get(f"{W}default") in {"1", "true"}:
                found[""] = entry
        listed = ((style, self._list_of_style(style, found)) for style in found)
        self._of_style = {style: of_list for style, of_list in listed if of_list != _NO_LIST}

    def _read_lists(self, numbering: Element) -> None:
        abstract: dict[str, dict[int, _Level]] = {}
        for node in numbering.iterfind(f"{W}abstractNum"):
            levels = {_whole(level.get(f"{W}ilvl")): _level(level) for level in node.iterfind(f"{W}lvl")}
            abstract[str(node.get(f"{W}abstractNumId"))] = levels
        for node in numbering.iterfind(f"{W}num"):
            base = _value(node.find(f"{W}abstractNumId")) or ""
            made = _List(base, dict(abstract.get(base, {})))
            for override in node.iterfind(f"{W}lvlOverride"):
                at = _whole(override.get(f"{W}ilvl"))
                if (own := override.find(f"{W}lvl")) is not None:
                    made.levels[at] = _level(own)
                if (start := override.find(f"{W}startOverride")) is not None:
                    made.starts[at] = _whole(_value(start))
            self._lists[str(node.get(f"{W}numId"))] = made


def _num_pr(properties: Element) -> tuple[str | None, int | None]:
    found = next(properties.iterchildren(_NUM_PR), None)
    if found is None:
        return None, None
    level = found.find(f"{W}ilvl")
    return _value(found.find(f"{W}numId")), _whole(_value(level)) if level is not None else None


def _value(node: Element | None) -> str | None:
    return None if node is None else node.get(_VAL)


def _whole(text: str | None) -> int:
    """A number of a level or a start; what is none, or absurd, is 0."""
    return int(text) if text and re.fullmatch(r"\d{1,5}", text, re.ASCII) else 0


def _level(node: Element) -> _Level:
    text, start = node.find(f"{W}lvlText"), node.find(f"{W}start")
    return _Level(
        form=_value(node.find(f"{W}numFmt")) or "decimal",
        text=_value(text) or "",
        start=_whole(_value(start)) if start is not None else 0,
        restarts=_value(node.find(f"{W}lvlRestart")) != "0",
        legal=node.find(f"{W}isLgl") is not None,
    )


def _printed(here: _Level, counts: list[int | None], levels: dict[int, _Level]) -> str:
    if here.form == "bullet":
        return "-"
    if here.form == "none":
        return ""

    def counted(match: re.Match[str]) -> str:
        at = int(match.group(1)) - 1
        level = levels.get(at, _Level())
        count = counts[at]
        return figure(level.start if count is None else count, "decimal" if here.legal else level.form)

    return re.sub(r"%([1-9])", counted, here.text[:60]).strip()


def figure(count: int, form: str) -> str:
    """A number as a list prints it; `form` in the words of ECMA-376 part 1, 17.18.59.

    >>> figure(4, "upperRoman"), figure(28, "lowerLetter"), figure(4, "decimal")
    ('IV', 'bb', '4')
    """
    if form in {"upperRoman", "lowerRoman"} and 0 < count < 4000:
        text = ""
        for value, letters in _ROMAN:
            text += letters * (count // value)
            count %= value
        return text.upper() if form == "upperRoman" else text
    if form in {"upperLetter", "lowerLetter"} and 0 < count < 1000:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form == "decimalZero":
        return f"{count:02d}"
    return "" if form == "none" else str(count)
