"""Which mentions of a number are one paper.

A number alone is no key: bodies, years and terms repeat it. Two mentions are one paper only where number, and issuer or
date, agree; a mention that could be two papers is none of them.
"""

import datetime
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from directive_kg.graph.terms import days_of
from directive_kg.graph.trig import natural
from directive_kg.names import fold, fold_number, slug
from directive_kg.records import Citation, Paper

_YEAR: Final = re.compile(r"/((?:19|20)[0-9]{2})/")
# Numbers that are given once: those of the National Assembly carry its term, normative ones of central State bodies the
# year and the body (Nghị định 30/2020/NĐ-CP, Phụ lục III). Folded by fold_number.
_ONCE: Final = re.compile(
    r"[0-9]+[A-Z]?/(?:19|20)[0-9]{2}/(?:(?:UBTV)?QH[0-9]{1,2}|(?:[A-ZĐ]+-)?(?:CP|TTG|CTN|TANDTC|VKSNDTC|KTNN|TTCP|NHNN|B(?!CH|CĐ|QL)[A-ZĐ&]+))"
)
_CENTRAL: Final = re.compile(
    r"quoc hoi|chinh phu|thu tuong|chu tich nuoc|bo (?!chi huy)|uy ban thuong vu|ban bi thu|.*\btrung uong\b"
)
# With its diacritics: 'quân sự' is no quận.
_NAMED_UNIT: Final = re.compile(r"\b(?:tỉnh|thành phố|phường|xã|huyện|quận|đặc khu) \w")


@dataclass(frozen=True, slots=True)
class Mention:
    """A paper as it names itself, or as another names it."""

    paper: str  # key of the paper that says it
    written: str | None  # that paper's own date
    number: str
    issuer: str | None  # identity: a code of the register, or a normalised name
    date: str | None
    citation: Citation | None = None  # None where the paper names itself
    title: str | None = None  # of the paper that names itself

    @property
    def days(self) -> tuple[datetime.date, datetime.date] | None:
        """First and last day that its date allows."""
        return days_of(self.date)

    @property
    def exact(self) -> bool:
        """Whether its date is one day."""
        return self.days is not None and self.days[0] == self.days[1]


@dataclass(slots=True)
class Directive:
    """One paper, with all that is said of it."""

    number: str
    issuer: str | None = None
    held: Mention | None = None  # the paper as it names itself
    mentions: list[Mention] = field(default_factory=list)
    _given: Counter[str] = field(default_factory=Counter)  # dates, one mention one date

    def hear(self, mention: Mention) -> None:
        """One more mention of it."""
        self.mentions.append(mention)
        if mention.days and mention.date:
            self._given[mention.date] += 1

    @property
    def date(self) -> str | None:
        """Its date: the one given, or of the most exact ones the one given more often than all others together."""
        if self.held is not None:
            return self.held.date
        longest = max(map(len, self._given), default=0)
        given = {date: count for date, count in self._given.items() if len(date) == longest}
        return next((date for date, count in given.items() if count * 2 > sum(given.values())), None)

    @property
    def days(self) -> tuple[datetime.date, datetime.date] | None:
        """First and last day on which it can have been issued, as far as date or number tell."""
        return days_of(self.date) or days_of(year_of(self.number))

    def agrees(self, days: tuple[datetime.date, datetime.date]) -> bool:
        """Whether it can have been issued in this time; not where its own date is unknown."""
        own = days_of(self.date)
        return own is not None and own[0] <= days[1] and days[0] <= own[1]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The papers behind all mentions of one number."""

    directives: tuple[Directive, ...]
    open: tuple[tuple[Mention, tuple[Directive, ...]], ...]  # mentions that could be any of these


def year_of(number: str) -> str | None:
    """The year that a number carries.

    >>> year_of("263/2025/QH15")
    '2025'
    """
    found = _YEAR.search(number)
    return found[1] if found else None


def given_once(number: str) -> bool:
    """Whether a number names one paper all by itself."""
    return _ONCE.fullmatch(fold_number(number)) is not None


def issuer_identity(agency: str | None, name: str | None, home: str) -> str | None:
    """What tells one issuer from another: the register's code, else the name.

    A bare local name ('Ủy ban nhân dân thành phố') is a body of the paper's own home.
    """
    if agency is not None:
        return agency
    if name is None or not slug(name):
        return None
    folded = fold(name)
    bare = folded.removesuffix(" " + home.replace("-", " "))
    if bare == folded and (_CENTRAL.match(folded) or _NAMED_UNIT.search(unicodedata.normalize("NFC", name).lower())):
        return slug(folded)
    return f"{slug(bare)}-{home}"


def resolutions_of(mentions: Iterable[Mention]) -> list[Resolution]:
    """What `resolve` makes of the mentions of each number, in the order of the numbers; the order of mentions decides nothing."""
    by_number: defaultdict[str, list[Mention]] = defaultdict(list)
    for mention in sorted(mentions, key=_in_order):
        by_number[fold_number(mention.number)].append(mention)
    return [resolve(by_number[number]) for number in sorted(by_number)]


def _in_order(mention: Mention) -> tuple[object, ...]:
    return mention.paper, natural(mention.citation.key) if mention.citation else ()


def mentions_of(paper: Paper) -> list[Mention]:
    """A paper's own number, and its citations."""
    found, header = [], paper.header
    if header.number:
        issuer = issuer_identity(header.issuer_agency, header.issuer, paper.home)
        found.append(Mention(paper.key, header.date, header.number, issuer, header.date, title=header.title))
    for citation in paper.citations:
        issuer = issuer_identity(citation.issuer_agency, citation.issuer, paper.home)
        found.append(Mention(paper.key, header.date, citation.number, issuer, citation.date, citation))
    return found


def _named(mention: Mention, held: Mention | None = None) -> Directive:
    """The paper that a mention is the first of."""
    directive = Directive(mention.number, mention.issuer, held)
    directive.hear(mention)
    return directive


def _by_issuer(mentions: Iterable[Mention]) -> Mapping[str | None, list[Mention]]:
    found: defaultdict[str | None, list[Mention]] = defaultdict(list)
    for mention in mentions:
        found[mention.issuer].append(mention)
    return found


def resolve(mentions: Sequence[Mention]) -> Resolution:
    """The papers behind the mentions of one number."""
    directives = [_named(m, held=m) for m in mentions if m.citation is None]
    cited = [m for m in mentions if m.citation is not None]
    unclear: list[tuple[Mention, tuple[Directive, ...]]] = []
    once = given_once(mentions[0].number)
    dated = year_of(mentions[0].number) is not None
    of_issuer: defaultdict[str | None, list[Directive]] = defaultdict(list)
    for directive in directives:
        of_issuer[directive.issuer].append(directive)
    # The days that all mentions of one issuer's give.
    days_by = {issuer: {m.date for m in own if m.days} for issuer, own in _by_issuer(cited).items()}

    def settle(
        chosen: Iterable[Mention], candidates: Callable[[Mention], list[Directive]], *, new: bool = True
    ) -> None:
        for mention in chosen:
            fitting = candidates(mention)
            if len(fitting) == 1:
                fitting[0].hear(mention)
                if fitting[0].issuer is None and mention.issuer is not None:
                    fitting[0].issuer = mention.issuer
                    of_issuer[mention.issuer].append(fitting[0])
            elif fitting or not new:
                unclear.append((mention, tuple(fitting or directives)))
            else:
                directives.append(_named(mention))
                of_issuer[mention.issuer].append(directives[-1])

    if once:
        settle(cited, lambda _: directives)
        return Resolution(tuple(directives), tuple(unclear))

    def same_issuer(mention: Mention) -> list[Directive]:
        return of_issuer[mention.issuer] if mention.issuer else []

    def same_issuer_and_date(mention: Mention) -> list[Directive]:
        if dated or mention.days is None:
            return same_issuer(mention)
        undated = [d for d in same_issuer(mention) if d.held is not None and d.date is None]
        # A held paper that lost its date is the one meant, unless it is cited with several dates.
        agreeing = [d for d in same_issuer(mention) if d.agrees(mention.days)]
        return agreeing or (undated if len(days_by[mention.issuer]) == 1 else [])

    def same_date(mention: Mention) -> list[Directive]:
        return [d for d in directives if mention.days and d.agrees(mention.days)]

    def earlier(mention: Mention) -> list[Directive]:
        written = days_of(mention.written)
        return [d for d in same_issuer(mention) if not (written and d.days and d.days[0] > written[1])]

    # The surest first, so that the order of papers decides nothing: a day before a month before a year before none.
    by_date = sorted(cited, key=lambda m: -len(m.date) if m.days and m.date else 0)
    settle([m for m in by_date if m.issuer and m.days], same_issuer_and_date)
    settle([m for m in by_date if m.issuer and not m.days], earlier)
    settle([m for m in by_date if not m.issuer and m.days], same_date)
    bare = [m for m in by_date if not m.issuer and not m.days]
    alone = not directives and len({m.paper for m in bare}) == 1
    settle(bare, lambda _: directives if alone else [], new=alone)
    return Resolution(tuple(directives), tuple(unclear))
