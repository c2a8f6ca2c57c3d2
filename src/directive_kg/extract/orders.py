"""Orders of the running text: a named body, or a class of bodies, and its own work.

What counts as an order and what does not is set out in the transcription rules ('Tables, labels, running text'):
deeds done, aims without an addressee, liability, rights and 'thực hiện Chỉ thị này' are none.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from directive_kg.extract.addressees import (
    ASKS_OVER_A_LIST,
    DUTY,
    GIVES_INSIDE,
    NO_WORK,
    THIS_PAPER,
    WORK,
    Addressed,
    addressed,
)
from directive_kg.extract.bodies import split_bodies
from directive_kg.extract.body_words import starts_body
from directive_kg.extract.bracketed import Bracketed, lead_in_brackets
from directive_kg.extract.order_verbs import VERBS
from directive_kg.extract.provisions import LIST_MARK, mark_depth
from directive_kg.names import fold, fold_words
from directive_kg.readers.blocks import Paragraph
from directive_kg.records import Body
from directive_kg.register import Register
from directive_kg.register.spelling import UPPER

_LIST_MARKS: Final = ("-", "–", "+", "•", "*")
_NO_VERB: Final = ("và ", "về ", "trong ", "tại ", "của ", "cho ", "như ", "các ", "những ", "có ", "không ", "với ")
_OVER_A_LIST: Final = 60  # characters between an addressee and the colon over its list
_LEAST: Final = 12  # characters of a work
_LEAST_FOLLOWING: Final = 30  # characters of one whose verb nobody knows
_ODD_VERB: Final = 0.8  # sure of such a one
_LETTER: Final = mark_depth("a)")
_TELEGRAM: Final = re.compile(r"\bđiện\s*:?\s*$")
_TELEGRAM_END: Final = 12
_ONE_GIVES: Final = ("giao", "yêu cầu", "đề nghị")  # one of these stands in all of GIVES_INSIDE
_ARTICLE: Final = re.compile(r"^Điều\s+\d{1,3}[.:]?\s*")
# Parts that say why, what for and how things stand, and order nothing.
_NO_ORDERS: Final = re.compile(
    r"^(?:muc dich|yeu cau(?: (?:chung|dat ra|de ra|cu the))?\W*$|yeu cau (?:cua|ve|doi voi)\b|"
    r"muc tieu|quan diem|chi tieu|nguyen tac|danh gia|tinh hinh|ket qua|thuc trang|ton tai|"
    r"han che|boi canh|su can thiet|co so|can cu|pham vi|doi tuong)"
)
# 'Ủy ban nhân dân tỉnh ban hành Kế hoạch … như sau:' is the issuer speaking of itself.
_OWN_WORDS: Final = re.compile(
    r"^(?:ban hành|xây dựng|triển khai|phê duyệt|thông qua|quyết định|quyết nghị|báo cáo|thông báo|kết luận|tổ chức triển khai)\b.{0,400}"
    r"(?:như sau|sau đây|sau|cụ thể|gồm)\s*:?$",
    re.IGNORECASE | re.DOTALL,
)
_ENACTS: Final = re.compile(r"^ban hành kèm theo|^bãi bỏ|^sửa đổi, bổ sung|^thay thế", re.IGNORECASE)
_HAS_WORK: Final = re.compile(rf"\b(?:{VERBS})\b", re.IGNORECASE)
_SENTENCE: Final = re.compile(rf"(?<=[^\d.][.;])\s+(?=[{UPPER}])")
# It may end in a year; '; giao Sở Y …' speaks to another as a new one does.
_WHOLE_SENTENCE: Final = re.compile(
    rf"(?:(?<=[^\d.][.;])|(?<=\d{{4}}[.;]))\s+(?=[{UPPER}]|(?:đồng thời )?giao (?:cho )?[{UPPER}])"
)
_HEADING_LENGTH: Final = 250  # characters of a heading that names addressees
# 'b) Chủ trì, phối hợp:' over a list of those that it is done with.
_WITH_WHOM: Final = re.compile(r"(?:chủ trì,?\s+)?(?:và\s+)?phối hợp(?:\s+chặt chẽ)?(?:\s+với)?\s*:?", re.IGNORECASE)
_TITLE_LENGTH: Final = 120  # characters
_VERB_WINDOW: Final = 160  # characters of an item in which its work must show


@dataclass(frozen=True, slots=True)
class Order:
    """One order, as it stands."""

    title: str  # from the verb after the addressee on
    bodies: tuple[Body, ...]
    mark: str | None  # the number or letter as printed, without dot; None for dashes
    paragraph: Paragraph
    addressed: str  # the words that name the addressees
    sure: float = 1.0  # that it is an order of theirs, and begins where `title` does
    due: str = ""  # words of its day that stand outside `title`


def find_orders(
    paragraphs: Sequence[Paragraph], *, register: Register, home: str, skip: Collection[int] = ()
) -> list[Order]:
    """The orders of a body text, in order. One work for several bodies is one order with several bodies.

    Paragraphs that begin on a line of `skip` are read elsewhere: they only end what stands above them.
    """
    search = _Search(register, home)
    for paragraph in paragraphs:
        search.read(paragraph, skipped=paragraph.line in skip)
    return search.orders


@dataclass(slots=True)
class _Heading:
    """Addressees named over a list: 'Yêu cầu các Sở:', '1. Sở Y tế'."""

    bodies: tuple[Body, ...]
    words: str
    sure: float
    depth: int  # -1 for one without a mark: everything marked below it is its own
    seen_mark: bool = False
    has_orders: bool = False
    counts_anew: bool = False  # 'a) Các sở:' over a list from 1

    def holds(self, mark: str) -> bool:
        """Whether a paragraph with that mark still stands under the heading."""
        if not mark:
            return not self.seen_mark
        if self.depth == _LETTER and (self.counts_anew or not self.seen_mark) and mark[:1].isdigit():
            self.counts_anew = self.counts_anew or _bare(mark) == "1"
            return self.counts_anew
        return mark_depth(mark) > max(self.depth, 1)


@dataclass(slots=True)
class _Whole:
    """A work that names its parts below it."""

    text: str
    mark: str
    paragraph: Paragraph
    number: int | None = None  # of its order, once it has a part


class _Search:
    """One pass over a body text."""

    def __init__(self, register: Register, home: str) -> None:
        self.orders: list[Order] = []
        self._register, self._home = register, home
        self._heading: _Heading | None = None
        self._silent: int | None = None  # depth of a part that orders nothing
        self._to_whom = False  # in the list of those that the paper is sent to
        self._whole: _Whole | None = None
        self._with: _Whole | None = None

    def read(self, paragraph: Paragraph, *, skipped: bool = False) -> None:
        """Take the orders of one more paragraph."""
        text = paragraph.text
        if article := _ARTICLE.match(text):
            text = text[article.end() :]
            self._heading = None
        match = LIST_MARK.match(text)
        mark, text = (match["mark"], text[match.end() :]) if match else ("", text)
        if (not mark and text.startswith("Căn cứ ") and self._heading is None) or self._is_silent(mark, text):
            return
        if skipped:
            self._heading = None
            return
        self._to_whom = _is_sent_to(text) or (self._to_whom and mark in _LIST_MARKS)
        if self._to_whom:
            self._heading = None
            return
        if text.endswith(":") and not match and self._asks_over_a_list(text):
            return
        if self._heading is not None and mark and self._heading.holds(mark):
            if _WITH_WHOM.fullmatch(text):
                self._with = _Whole(text.rstrip(" :"), mark, paragraph)
                return
            if self._with is not None and mark_depth(mark) > mark_depth(self._with.mark):
                self._add(
                    f"{self._with.text} {text[:1].lower() + text[1:] if text.startswith('Với ') else text}",
                    self._heading,
                    mark,
                    paragraph,
                )
                return
        self._with = None
        if (aside := lead_in_brackets(text)) and self._bracketed(aside, mark, paragraph):
            return
        found = addressed(text, self._register, self._home, is_item=bool(mark and self.orders))
        if found is not None:
            self._whole = None
            self._addressed(found, mark, paragraph)
        elif self._heading is not None and self._heading.holds(mark):
            self._heading.seen_mark = self._heading.seen_mark or bool(mark)
            if not mark and self._inside(text, paragraph):
                return
            if _is_title(paragraph, text) or self._is_part(text, mark, paragraph):
                return
            if _is_item(text):
                self._add(text, self._heading, mark, paragraph)
                self._heading.has_orders = True
            elif mark and self._heading.has_orders and _may_follow(text):
                self._add(text, replace(self._heading, sure=_ODD_VERB), mark, paragraph)
        elif self._heading is not None and not mark and not paragraph.bold and not text.isupper():
            self._inside(text, paragraph)  # an item's second paragraph
        else:
            self._heading = None
            self._inside(text, paragraph)

    def _bracketed(self, aside: Bracketed, mark: str, paragraph: Paragraph) -> bool:
        bodies = split_bodies(aside.lead, register=self._register, home=self._home)
        if _is_none(aside.work) or not bodies or not all(b.agency or b.is_class or starts_body(b.name) for b in bodies):
            return False
        if addressed(aside.work, self._register, self._home) is not None:
            return False
        self.orders.append(Order(aside.work, bodies, _bare(mark), paragraph, aside.lead, due=aside.due))
        return True

    def _is_part(self, text: str, mark: str, paragraph: Paragraph) -> bool:
        """'a) Tham mưu UBND tỉnh ban hành:' and what below it opens with no verb ('- Phương án …') are one work."""
        assert self._heading is not None
        whole = self._whole
        if whole is not None and mark_depth(mark) > mark_depth(whole.mark) and not WORK.match(text):
            if whole.number is None:
                whole.number = len(self.orders)
                self._add(whole.text, self._heading, whole.mark, whole.paragraph)
            order = self.orders[whole.number]
            self.orders[whole.number] = replace(order, title=f"{order.title} {text}")
            return True
        opens = bool(mark) and text.endswith(":") and WORK.match(text) is not None
        self._whole = _Whole(text, mark, paragraph) if opens else None
        return opens

    def _is_silent(self, mark: str, text: str) -> bool:
        depth = mark_depth(mark)
        if self._silent is not None and mark and depth <= self._silent:
            self._silent = None
        if self._silent is None and mark and depth <= 4 and len(text) < 140 and _NO_ORDERS.match(fold(text)):
            self._silent = depth
            self._heading = None
        return self._silent is not None

    def _addressed(self, found: Addressed, mark: str, paragraph: Paragraph) -> None:
        heading = self._heading
        work = found.rest.lstrip(" :,")
        names_only = mark and len(paragraph.text) < _HEADING_LENGTH and not _HAS_WORK.search(work)
        if not work or found.rest.endswith(":") or (names_only and not work.endswith((".", ";"))):
            if not found.given and _OWN_WORDS.match(work):
                self._heading = None
                return
            if not (mark or paragraph.bold or found.given or found.rest.endswith(":")):
                return  # a line of names is no heading by itself
            inner = heading is not None and heading.holds(mark) and mark_depth(mark) > 6
            if not inner:
                # '… phối hợp. Sở Y tế các tỉnh:' is over the list with its last sentence.
                *before, last = _SENTENCE.split(found.rest)
                found = (addressed(last, self._register, self._home) if before else None) or found
                self._heading = _Heading(found.bodies, found.words, found.sure, mark_depth(mark) if mark else -1)
                return
        work = work[duty.end() :] if (duty := DUTY.match(work)) else work
        if heading is not None and not heading.holds(mark):
            self._heading = None
        elif heading is not None and mark:
            heading.seen_mark = True
        # Behind 'Sở A:' the work may open with anything.
        if not (_is_item(work) if found.rest.startswith(":") else _is_work(work) or _is_given(found, work)):
            # 'Sở A chịu trách nhiệm về …. Tham mưu …': liability first, work behind it.
            work = next((part for part in _SENTENCE.split(work)[1:] if _is_work(part)), "")
        if work:
            work, following = self._own(work)
            self._add(work, found, mark, paragraph)
            for other in following:
                self._add(other.rest.strip(" :,"), other, mark, paragraph)

    def _own(self, work: str) -> tuple[str, list[Addressed]]:
        """A body's own sentences, and what sentences behind them say to others: '…. Sở Y rà soát …'."""
        own, following = "", []
        for sentence in _WHOLE_SENTENCE.split(work):
            other = addressed(sentence, self._register, self._home) if own else None
            if (
                other is not None
                and all(b.agency or b.is_class or starts_body(b.name) for b in other.bodies)
                and _is_work(other.rest.strip(" :,"))
            ):
                following.append(other)
            elif following:
                following[-1] = following[-1]._replace(rest=f"{following[-1].rest} {sentence}")
            else:
                own = f"{own} {sentence}".lstrip()
        return own, following

    def _inside(self, text: str, paragraph: Paragraph) -> bool:
        """Orders in the middle of a paragraph: '…, giao Sở Tài chính tham mưu …', 'Thủ tướng yêu cầu …:'."""
        some = False
        lower = text.lower()
        if not any(words in lower for words in _ONE_GIVES):
            return False
        if self._asks_over_a_list(text):
            return True
        for match in GIVES_INSIDE.finditer(text):
            rest = text[match.end() :]
            found = addressed(f"Giao {rest}", self._register, self._home)
            if found is None:
                continue
            if found.rest.endswith(":") and len(found.rest) < _OVER_A_LIST:
                self._heading = _Heading(found.bodies, found.words, found.sure, -1)
                return True
            work = re.split(rf"(?<=[^\d.])\.(?=\s+[{UPPER}])", found.rest.strip(" :,"), maxsplit=1)[0]
            work = work[duty.end() :] if (duty := DUTY.match(work)) else work
            before = text[: match.start()].rstrip()
            if before.endswith("(") and _is_work(before):
                # 'Xây dựng Quy chế … (Giao Công an tỉnh chủ trì)': the work stands before the brackets.
                work = before.rstrip("( ")
            if not (_is_work(work) or _is_given(found, work)):
                continue
            mark = LIST_MARK.match(paragraph.text)
            work, following = self._own(work)
            self._add(work, found, mark["mark"] if mark else "", paragraph)
            for other in following:
                if not other.given:  # '; giao Sở Y …' is found here by itself
                    self._add(other.rest.strip(" :,"), other, mark["mark"] if mark else "", paragraph)
            some = True
        return some

    def _asks_over_a_list(self, text: str) -> bool:
        """'Bộ Xây dựng đề nghị UBND các tỉnh thực hiện các nội dung sau:' opens a list of those that are asked."""
        match = ASKS_OVER_A_LIST.search(text)
        asked = addressed(f"Giao {text[match.end() :]}", self._register, self._home) if match else None
        if asked is None or len(asked.rest) >= _OVER_A_LIST:
            return False
        self._heading = _Heading(asked.bodies, asked.words, asked.sure, -1)
        return True

    def _add(self, work: str, to: "Addressed | _Heading", mark: str, paragraph: Paragraph) -> None:
        self.orders.append(Order(work.strip(), to.bodies, _bare(mark), paragraph, to.words, to.sure))


def _is_sent_to(text: str) -> bool:
    return text.startswith("Kính gửi") or ("điện" in text[-_TELEGRAM_END:] and _TELEGRAM.search(text) is not None)


def _bare(mark: str) -> str | None:
    bare = mark.strip("(). ")
    return None if not bare or bare in _LIST_MARKS else bare


def _is_none(text: str) -> bool:
    if "chịu trách nhiệm thi hành" in text:
        return True
    return bool(NO_WORK.match(text) or THIS_PAPER.match(text) or _ENACTS.match(text)) or len(text) < _LEAST


def _is_work(text: str) -> bool:
    text = text.strip()
    return not _is_none(text) and bool(WORK.match(text))


def _is_given(found: Addressed, work: str) -> bool:
    """'Giao Sở X …': behind a body that is known the work may open with any verb."""
    known = all(body.agency or body.is_class for body in found.bodies)
    return found.given and known and work[:1].islower() and not _is_none(work) and not work.startswith(_NO_VERB)


def _is_title(paragraph: Paragraph, text: str) -> bool:
    """Whether an item is the title of a part: short, bold and without an end."""
    return paragraph.bold and len(text) < _TITLE_LENGTH and not text.rstrip().endswith((".", ";", "./."))


def _is_item(text: str) -> bool:
    """Whether an item of a list under addressees is their work: its verb need not come first."""
    text = text.strip()
    if text.startswith("Về ") and not text.endswith((".", ";")):
        return False  # what the items below are about
    return not _is_none(text) and not text.endswith(":") and bool(_HAS_WORK.search(text[:_VERB_WINDOW]))


def _may_follow(text: str) -> bool:
    """Whether one more item of a list of works is a work, though nobody knows its verb."""
    ends = text.rstrip().endswith((".", ";", "./."))
    return ends and len(text) > _LEAST_FOLLOWING and not _is_none(text) and not starts_body(text)


class Rows:
    """The rows of an annex, by the pairs of words that their titles hold."""

    def __init__(self, titles: Iterable[str]) -> None:
        """`titles` are the rows' own."""
        self._pairs = [_pairs(title) for title in titles]

    def cover(self, order: Order) -> bool:
        """Whether an order of the body is a row in other words: most of its word pairs stand in one row."""
        mine = _pairs(order.title)
        return any(mine and len(mine & pairs) >= 0.6 * len(mine) for pairs in self._pairs)


def _pairs(text: str) -> set[tuple[str, str]]:
    return set(pairwise(fold_words(text)))
