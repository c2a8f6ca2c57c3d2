"""A chain on paper: the tree that the terminal shows, and the same as JSON."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from directive_kg.records import DeadlineKind, Origin, Role
from directive_kg.trace.chain import Chain, ChainPaper, Mention
from directive_kg.trace.lookup import PaperRef, vietnamese_date
from directive_kg.trace.tasks import ChainTask

_ROLES: Final = {
    Role.LEAD: "Chủ trì",
    Role.COORDINATING: "Phối hợp",
    Role.ADVISING: "Tham mưu",
    Role.DIRECTING: "Chỉ đạo",
    Role.APPROVING: "Thẩm quyền",
}
_KINDS: Final = {
    DeadlineKind.ONGOING: "thường xuyên",
    DeadlineKind.RECURRING: "định kỳ",
    DeadlineKind.CONDITIONAL: "có điều kiện",
}


@dataclass(slots=True)
class _Branch:
    """A node of the tree: its text, further lines below the text, and what hangs under it."""

    text: str
    details: list[str] = field(default_factory=list)
    branches: list["_Branch"] = field(default_factory=list)


def to_tree(chain: Chain) -> str:
    """The chain with box characters, Vietnamese first."""
    root = _paper(chain.root)
    if chain.upper:
        root.details.append("Triển khai (carries out): " + "; ".join(p.description for p in chain.upper))
    if not chain.root.carried_out_by and not chain.root.tasks:
        root.details.append("Kho chưa có văn bản nào triển khai (no held paper carries it out)")
    if chain.mentions:
        groups = [_mention(mention) for mention in chain.mentions]
        root.branches.append(_Branch("NHẮC TỚI, không phải triển khai (mentions, not part of the chain)", [], groups))
    lines = list(_draw(root))
    lines += ["", *_summary(chain)]
    lines += [f"Lưu ý (note): {note.vi} / {note.en}" for note in chain.notes]
    return "\n".join(lines) + "\n"


def to_json(chain: Chain) -> str:
    """The chain as one JSON object; days are ISO, bodies carry their IRIs."""
    document = {
        "root": _paper_object(chain.root),
        "carriesOut": [_ref_object(paper) for paper in chain.upper],
        "mentions": [
            {
                "paper": _ref_object(mention.paper),
                "links": [
                    {"vi": link.words.vi, "en": link.words.en, "to": _ref_object(link.to)} for link in mention.links
                ],
                "tasks": [
                    {**_task_object(naming.task), "names": [paper.iri for paper in naming.names]}
                    for naming in mention.tasks
                ],
            }
            for mention in chain.mentions
        ],
        "notes": [{"vi": note.vi, "en": note.en} for note in chain.notes],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _draw(branch: _Branch) -> Iterator[str]:
    yield branch.text
    stem = "│  " if branch.branches else "   "
    for detail in branch.details:
        yield stem + detail
    for place, child in enumerate(branch.branches, start=1):
        last = place == len(branch.branches)
        for number, line in enumerate(_draw(child)):
            yield (("└─ " if last else "├─ ") if number == 0 else ("   " if last else "│  ")) + line


def _paper(node: ChainPaper) -> _Branch:
    if node.cycle:
        return _Branch(f"{node.paper.name}: vòng lặp, cắt ở đây (a ring, cut here)")
    if node.shown_above:
        return _Branch(f"{node.paper.name}: đã nêu ở trên (shown above)")
    held = "" if node.paper.held else " [chưa có trong kho / not held]"
    branch = _Branch(_plain(node.paper.description) + held)
    if node.paper.title:
        branch.details.append(_plain(node.paper.title))
    if node.also_implements:
        branch.details.append("Cũng triển khai (also carries out): " + "; ".join(p.name for p in node.also_implements))
    branch.branches = [*_task_branches(node.tasks), *(_paper(child) for child in node.carried_out_by)]
    return branch


def _task_branches(tasks: Iterable[ChainTask]) -> list[_Branch]:
    """The tasks, parts under their whole."""
    branches: dict[str, _Branch] = {}
    top: list[_Branch] = []
    listed = list(tasks)
    for task in listed:
        branches[task.iri] = _task(task)
    for task in listed:
        whole = branches.get(task.part_of) if task.part_of and task.part_of != task.iri else None
        (whole.branches if whole else top).append(branches[task.iri])
    return top


def _task(task: ChainTask) -> _Branch:
    number = f"{task.stt}. " if task.stt else "Giao việc trong văn bản: " if task.origin is Origin.BODY_ORDER else "– "
    branch = _Branch(number + _plain(task.title))
    for role, heading in _ROLES.items():
        names = [body.name + (" (nhóm cơ quan)" if body.is_class else "") for body in task.bodies(role)]
        if names:
            branch.details.append(f"{heading}: {_plain('; '.join(names))}")
        for words in (words for unread, words in task.no_body if unread is role):
            branch.details.append(f"{heading}: “{_plain(words)}” (không nêu tên cơ quan / names no body)")
    if task.deliverable:
        branch.details.append(f"Sản phẩm: {_plain(task.deliverable)}")
    if when := _when(task):
        branch.details.append(f"Thời hạn: {when}")
    return branch


def _mention(mention: Mention) -> _Branch:
    by_words: dict[str, list[str]] = {}
    for link in mention.links:
        by_words.setdefault(link.words.vi, []).append(link.to.name)
    said = "; ".join(f"{words} {', '.join(names)}" for words, names in by_words.items())
    branch = _Branch(_plain(f"{mention.paper.description}: {said}"))
    for naming in mention.tasks:
        task = _task(naming.task)
        if len(mention.links) > 1:
            task.details.append(_plain("Nhắc tới: " + ", ".join(paper.name for paper in naming.names)))
        branch.branches.append(task)
    return branch


def _when(task: ChainTask) -> str:
    """The words of the deadline, with the days that they mean where the words do not say them."""
    words = _plain(task.deadline or "")
    start, end = vietnamese_date(task.start), vietnamese_date(task.end)
    span = (
        f"{start} – {end}"
        if start and end and start != end
        else f"đến {end}"
        if end
        else f"từ {start}"
        if start
        else ""
    )
    if span and not (end and end in words):
        words = f"{words} ({span})" if words else span
    kind = _KINDS.get(task.kind, "")
    return f"{words} [{kind}]" if words and kind and kind not in words.lower() else words or kind


def _summary(chain: Chain) -> Iterator[str]:
    papers, tasks = chain.papers(), chain.tasks()
    held = sum(node.paper.held for node in papers)
    yield (
        f"{len(papers)} văn bản ({held} có trong kho), {len(tasks)} nhiệm vụ, {len(chain.leads())} cơ quan chủ trì"
        f" / papers: {len(papers)} ({held} held), tasks: {len(tasks)}, lead bodies: {len(chain.leads())}"
    )


def _plain(words: str) -> str:
    """One line, without characters that could drive the terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def _ref_object(paper: PaperRef) -> dict[str, object]:
    return {
        "iri": paper.iri,
        "number": paper.number,
        "numberPartial": paper.number_partial,
        "type": paper.type,
        "title": paper.title,
        "issuer": paper.issuer,
        "date": paper.date,
        "held": paper.held,
    }


def _paper_object(node: ChainPaper) -> dict[str, object]:
    return {
        **_ref_object(node.paper),
        "alsoImplements": [_ref_object(paper) for paper in node.also_implements],
        "shownAbove": node.shown_above,
        "cycle": node.cycle,
        "tasks": [_task_object(task) for task in node.tasks],
        "carriedOutBy": [_paper_object(child) for child in node.carried_out_by],
    }


def _task_object(task: ChainTask) -> dict[str, object]:
    return {
        "iri": task.iri,
        "directive": task.paper,
        "stt": task.stt,
        "title": task.title,
        "origin": task.origin.value,
        "partOf": task.part_of,
        "bodies": [
            {"role": body.role.value, "name": body.name, "agency": body.agency, "isClass": body.is_class}
            for body in task.assigned
        ],
        "cellsWithoutBody": [{"role": role.value, "words": words} for role, words in task.no_body],
        "deliverable": task.deliverable,
        "deadline": {"words": task.deadline, "kind": task.kind.value, "start": task.start, "end": task.end},
    }
