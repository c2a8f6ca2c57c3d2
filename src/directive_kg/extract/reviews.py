"""What people said of a paper's values: put into its records, and carried into every new reading of it.

A review holds while the paper says what the person looked at. Where its words have changed, the reviewed value stays, with
a doubt that says so; where its row is gone, the review stays as a record. Nothing that a person did is dropped.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher
from typing import Final

from directive_kg.errors import BadInputError
from directive_kg.extract.doubts import doubts_of
from directive_kg.extract.paper import paper_key
from directive_kg.extract.review_change import not_understood, put
from directive_kg.extract.review_values import Value, canonical, find_value
from directive_kg.readers.markup import one_line
from directive_kg.records import Doubt, Paper, Review, ReviewStatus, Task
from directive_kg.register import Register

MAX_WORDS: Final = 20_000  # characters of one value
_MAX_NAME: Final = 200
_OUTDATED: Final = 0.5  # confidence of a reviewed value whose words in the paper have changed
_SAME_ROW: Final = 0.6  # likeness of two titles under one key that are one row, put in other words
_COMPARED: Final = 400  # characters of a title that are compared


def accept(paper: Paper, subject: str, *, by: str, on: date, register: Register) -> Paper:
    """The paper with a value confirmed as it stands. Raises BadInputError for no such value or no name."""
    value = _find(paper, subject)
    earlier = _review_of(paper, subject)
    # What was corrected and is confirmed now stays a correction of what the machine had read.
    read = earlier.read if earlier else value.read
    return _decided(paper, value, value.read, read, by=by, on=on, register=register)


def correct(
    paper: Paper, subject: str, words: str, *, by: str, on: date, register: Register, as_written: bool = False
) -> Paper:
    """The paper with other words for a value, read by the same grammar and register as the paper's own.

    Raises BadInputError for no such value, no name, words that such a value cannot have, and, unless `as_written`, for
    words of which grammar or register make nothing.
    """
    value = _find(paper, subject)
    if not value.editable:
        raise BadInputError(
            f"{subject}: không phải một ô có giá trị để sửa; chỉ xác nhận được / no value to correct, accept it instead"
        )
    words = one_line(words)
    if len(words) > MAX_WORDS:
        raise BadInputError(f"{subject}: dài quá {MAX_WORDS} ký tự / longer than {MAX_WORDS} characters")
    problem = None if as_written else not_understood(paper, value, words, register)
    if problem:
        raise BadInputError(f"{subject}: {problem}; sửa lại, hoặc giữ nguyên chữ (as written)")
    earlier = _review_of(paper, subject)
    return _decided(paper, value, words, earlier.read if earlier else value.read, by=by, on=on, register=register)


def carry(reviews: Sequence[Review], read: Paper, register: Register) -> Paper:
    """A new reading of a paper with what people said of the earlier one."""
    paper = replace(read, reviews=())
    carried: list[Review] = []
    taken: set[str] = set()
    for review in reviews:
        subject = _whereabouts(review, read)
        value = find_value(read, subject) if subject and subject not in taken else None
        if subject is None or value is None:
            carried.append(replace(review, status=ReviewStatus.GONE))
            continue
        taken.add(subject)
        same = one_line(value.seen) == one_line(review.seen)
        status = _status(review) if same else ReviewStatus.TEXT_CHANGED
        sure = 1.0 if same else min(value.confidence, _OUTDATED)
        # That nothing could be read is no value to hold against a reader that reads something.
        words = review.value if review.value or review.read else value.read
        try:
            paper = put(paper, value, words, sure, register)
        except BadInputError:  # of a graph that another version wrote
            status = ReviewStatus.TEXT_CHANGED
        carried.append(replace(review, subject=subject, status=status))
    return _settled(replace(paper, reviews=tuple(carried)), read)


def _find(paper: Paper, subject: str) -> Value:
    value = find_value(paper, subject)
    if value is None:
        raise BadInputError(f"{paper.key}: không có giá trị / has no value: {subject}")
    return value


def _review_of(paper: Paper, subject: str) -> Review | None:
    return next((r for r in paper.reviews if r.subject == subject and r.status is not ReviewStatus.GONE), None)


def _decided(paper: Paper, value: Value, words: str, read: str, *, by: str, on: date, register: Register) -> Paper:
    name = one_line(by)
    if not name or len(name) > _MAX_NAME:
        raise BadInputError(f"cần họ tên người xem, không quá {_MAX_NAME} ký tự / the reviewer's name is needed")
    review = Review(
        subject=value.subject,
        status=ReviewStatus.ACCEPTED if words == read else ReviewStatus.CORRECTED,
        by=name,
        on=on,
        value=words,
        seen=value.seen,
        read=read,
        row=value.row,
    )
    changed = put(paper, value, words, 1.0, register)
    others = [r for r in paper.reviews if r.subject != value.subject or r.status is ReviewStatus.GONE]
    return _settled(replace(changed, reviews=(*others, review)), paper)


def _status(review: Review) -> ReviewStatus:
    return ReviewStatus.ACCEPTED if review.value == review.read else ReviewStatus.CORRECTED


def _settled(paper: Paper, before: Paper) -> Paper:
    """The paper with the doubts that are left, and with the key that its head now gives."""
    asked = {review.subject for review in paper.reviews if review.status is not ReviewStatus.GONE}
    of_reviews = {doubt for review in before.reviews for doubt in _doubts_of_review(before, review)}
    kept = [d for d in paper.doubts if canonical(d.subject) not in asked and d not in of_reviews]
    # A value that was put in may bring a doubt of its own: an order's title a new deadline, a head an unknown issuer.
    known = {doubt.subject for doubt in (*kept, *doubts_of(before))} | asked
    fresh = [doubt for doubt in doubts_of(paper) if not {doubt.subject, canonical(doubt.subject)} & known]
    told = [doubt for review in paper.reviews for doubt in _doubts_of_review(paper, review)]
    head, was = paper.header, before.header
    named_anew = (head.number, head.issuer, head.date) != (was.number, was.issuer, was.date)
    key = paper_key(head, paper.citations) if named_anew else paper.key
    return replace(paper, key=key, doubts=(*kept, *fresh, *told))


def _doubts_of_review(paper: Paper, review: Review) -> Iterator[Doubt]:
    who = f"{review.by}, {review.on:%d/%m/%Y}"
    if review.status is ReviewStatus.TEXT_CHANGED and (value := find_value(paper, review.subject)):
        yield Doubt(
            review.subject,
            f"Văn bản đã khác lúc xem ({who}): lúc ấy ghi “{review.seen}”, nay ghi “{value.seen}”; giữ giá trị đã xem “{review.value}”",
            f"The paper has changed since {review.by} looked on {review.on}: it said “{review.seen}”, now “{value.seen}”; "
            f"the reviewed value “{review.value}” is kept",
            value.place,
            _OUTDATED,
        )
    elif review.status is ReviewStatus.GONE and (review.value or review.read):
        yield Doubt(
            review.subject,
            f"Không còn thấy trong văn bản chỗ đã xem ({who}): ghi “{review.seen}”, giá trị “{review.value}”",
            f"What {review.by} reviewed on {review.on} is no longer found: it said “{review.seen}”, value “{review.value}”",
            None,
            _OUTDATED,
        )


def _whereabouts(review: Review, paper: Paper) -> str | None:
    """The subject that a review has in a new reading: rows are known by their own words before their numbers."""
    kind, *path = review.subject.split("/")
    if kind == "task" and len(path) == 2:
        found = _row(review, path[0], path[1], paper.tasks + paper.orders)
        return f"task/{found.key}/{path[1]}" if found else None
    if kind in ("citation", "indicator", "investment"):
        return _part(review, kind, path, paper)
    return review.subject


def _row(review: Review, key: str, field: str, tasks: Sequence[Task]) -> Task | None:
    row = one_line(review.row)
    same = [task for task in tasks if one_line(task.title.place.text) == row]
    if len(same) > 1:  # one title over several rows: their numbers and the cell's own words tell them apart
        told = [t for t in same if t.key == key] or [t for t in same if _says(t, field, review.seen)]
        return told[0] if len(told) == 1 else None
    if same:
        return same[0]
    numbered = next((task for task in tasks if task.key == key), None)
    return numbered if numbered and _alike(numbered.title.place.text, row) else None


def _says(task: Task, field: str, words: str) -> bool:
    cell = task.cell(field)
    return one_line(cell.place.text if cell else "") == one_line(words)


def _alike(one: str, other: str) -> bool:
    left, right = one_line(one)[:_COMPARED].lower(), other[:_COMPARED].lower()
    return left == right or SequenceMatcher(None, left, right, autojunk=False).ratio() >= _SAME_ROW


def _part(review: Review, kind: str, path: Sequence[str], paper: Paper) -> str | None:
    listed = {"citation": paper.citations, "indicator": paper.indicators, "investment": paper.investments}[kind]
    names = [c.key for c in paper.citations] if kind == "citation" else [str(n) for n in range(1, len(listed) + 1)]
    rest = path[1:]
    subjects = ["/".join((kind, name, *rest)) for name in names]
    wanted = one_line(review.seen)
    same = [s for s in subjects if (v := find_value(paper, s)) and one_line(v.seen) == wanted]
    if review.subject in same or len(same) == 1:
        return review.subject if review.subject in same else same[0]
    if same or kind == "citation":  # a citation's key shifts with every line: only its words tell which it is
        return None
    value = find_value(paper, review.subject)
    return review.subject if value and _alike(value.seen, wanted) else None
