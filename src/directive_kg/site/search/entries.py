"""What can be found: resolutions, papers, bodies, canned questions and tasks; only what has a page."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from directive_kg.site import links, words
from directive_kg.site.search import terms
from directive_kg.site.views import Site

KINDS = ("c", "r", "v", "q", "n")  # body, resolution, paper, question, task: the order of the index

_LONGEST = 240  # a longer title is cut: a search shows the way, the page shows the words


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing that can be found."""

    kind: str
    name: str
    href: str
    detail: str  # shown under the name
    also: tuple[str, ...] = ()  # other names
    short: tuple[str, ...] = ()  # ready terms that count as much as its name
    beside: tuple[str, ...] = ()  # ready terms of what stands beside it
    texts: tuple[str, ...] = ()  # texts that stand beside it
    number: str = ""


def entries(site: Site) -> Iterator[Entry]:
    """Every entry, kind by kind; within a kind what most people look for comes first."""
    yield from _bodies(site)
    yield from _papers(site)
    for question in site.questions:
        href = f"questions/{links.safe_segment(question.name)}.html"
        yield Entry("q", question.title.vi, href, question.description.vi, also=(question.title.en,))
    yield from _tasks(site)


def _papers(site: Site) -> Iterator[Entry]:
    below = {iri: len(found) for iri, found in site.tables.links_to.items()}
    known = site.tables.papers
    found = sorted(known, key=lambda iri: (-below.get(iri, 0), not known[iri].held, iri))
    for kind in ("r", "v"):
        for iri in found:
            row, paper = known[iri], site.paper(iri)
            href = paper.trace if kind == "r" else paper.href
            if href:
                number = row.number or row.number_partial or ""
                detail = ", ".join(part for part in (paper.issuer, paper.date, paper.title) if part)
                short = tuple(terms.number_terms(number))
                yield Entry(kind, paper.name, href, detail, short=short, texts=(detail,), number=number)


def _bodies(site: Site) -> Iterator[Entry]:
    busy = Counter(body for task in site.briefs.values() for _, body in task.roles)
    for iri in sorted(site.tables.agencies, key=lambda iri: (-busy[iri], iri)):
        href = site.links.page(iri)
        if href:
            row, name = site.tables.agencies[iri], site.body_name(iri)
            also = tuple(alias.alias for alias in site.tables.aliases.get(iri, ()))
            kind = site.label(row.kind).vi if row.kind else ""
            detail = "; ".join(part for part in (kind, *also) if part)
            short = tuple(terms.initials(terms.words(name)))
            yield Entry("c", name, href, detail, also=(*also, row.name_en or ""), short=short, texts=(kind,))


def _tasks(site: Site) -> Iterator[Entry]:
    """The tasks of the newest papers first, each paper's in its own order."""

    @lru_cache(maxsize=4096)
    def of_body(iri: str | None, written: str | None) -> tuple[str, ...]:
        name = terms.words(site.body_name(iri))
        return tuple({*(plain for plain, _ in terms.words(written or "")), *terms.initials(name)})

    for paper in site.held:
        paper_name = site.paper(paper.iri).name
        of_paper = tuple(terms.number_terms(paper.number or ""))
        for task in site.tables.paper_tasks.get(paper.iri, ()):
            href = site.links.page(task.iri)
            if href:
                leads = [row for row in site.tables.assignments.get(task.iri, ()) if words.code(row.role) == "lead"]
                due = site.tables.deadlines.get(task.iri)
                product = site.deliverable(task.iri)
                names = ", ".join(body.name for body in site.bodies(task.iri, "lead"))
                days = words.span(due.start, due.end) or due.words or "" if due else ""
                where = f"{site.task_name(task)}, {paper_name}"
                yield Entry(
                    kind="n",
                    name=task.title or "",
                    href=href,
                    detail=" · ".join(part for part in (names, product, days, where) if part),
                    beside=(*of_paper, *(term for row in leads for term in of_body(row.agent, row.agent_name))),
                    texts=(product, names),
                )


def cut(text: str) -> str:
    """A text as an answer shows it."""
    return words.shorten(text, _LONGEST)
