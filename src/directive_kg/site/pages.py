"""Which pages the site has: first every thing gets its place, then page after page is made."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from hashlib import blake2b
from itertools import chain
from typing import Final

from directive_kg.site import links as linking
from directive_kg.site.compare import compare_pages
from directive_kg.site.contexts_bodies import body_index_pages
from directive_kg.site.contexts_body import Bodies, body_pages, join_bodies, told_of
from directive_kg.site.contexts_deadlines import TaskGroups, deadlines_context, group_pages, task_groups
from directive_kg.site.contexts_lists import (
    about_context,
    checks_context,
    home_context,
    rule_pages,
)
from directive_kg.site.contexts_matrix import matrix_context
from directive_kg.site.contexts_paper import (
    citation_anchor,
    paper_index_pages,
    paper_pages,
    provision_anchor,
    task_anchors,
)
from directive_kg.site.contexts_place import place_pages
from directive_kg.site.contexts_questions import question_context, question_index_context
from directive_kg.site.contexts_task import task_context
from directive_kg.site.contexts_trace import trace_index_context, trace_index_pages, trace_pages, traced
from directive_kg.site.links import Links, task_path
from directive_kg.site.render import Context
from directive_kg.site.search import page as search_page
from directive_kg.site.search.page import SearchContext
from directive_kg.site.tables import Tables
from directive_kg.site.views import Site


def plan_links(tables: Tables) -> Links:
    """Give every thing its page or its anchor, always in the same order."""
    links = Links(reads=tables.reads)
    for iri, paper in sorted(tables.papers.items()):
        if paper.held:
            links.add_page("paper", iri, folder=True)
    for iri in traced(tables):
        links.add_trace(iri)
    _plan_tasks(tables, links)
    for iri in sorted(tables.agencies):
        links.add_page("body", iri)
    several = {paper.place for paper in tables.papers.values() if paper.held and paper.place in tables.locations}
    if len(several) > 1:
        for iri in sorted(filter(None, several)):
            links.add_page("place", iri)
    return links


def _plan_tasks(tables: Tables, links: Links) -> None:
    """Tasks and parts of papers have a place that follows from what they are; only of what clashes it is written down."""
    taken: set[bytes] = set()
    for iri in tables.tasks:
        clashes = 0
        while (mark := _mark(task_path(iri, clashes))) in taken:
            clashes += 1
        taken.add(mark)
        if clashes and links.page(tables.tasks[iri].paper):
            links.put(iri, task_path(iri, clashes))
    place_parts(tables, links)


def place_parts(tables: Tables, links: Links) -> None:
    """Let the links know of things that stand in no table of theirs."""

    def shown(iri: str) -> str | None:
        task = tables.tasks.get(iri)
        if task:
            return task_path(iri) if links.page(task.paper) else None
        if (provision := tables.provisions.get(iri)) and (page := links.page(provision.paper)):
            return f"{page}#{provision_anchor(provision)}"
        if (citation := tables.citations.get(iri)) and (page := links.page(citation.paper)):
            return f"{page}#{citation_anchor(citation)}"
        return None

    links.show(shown)


def _mark(path: str) -> bytes:
    """Stands for a path, in eight bytes; file systems that fold case must not let two things share a file."""
    return blake2b(path.lower().encode(), digest_size=8).digest()


Part = tuple[str, str]  # a kind of pages, and the thing that they are of
ALWAYS: Final = frozenset({"overviews"})  # kinds of parts that go through everything there is

Pages = Iterator[tuple[str, Context]]  # (template, context) of page after page


class Making:
    """Makes the pages of a site part by part; a part needs no other, so several may be made beside each other."""

    def __init__(self, site: Site, problems: Sequence[str] = ()) -> None:
        self._site = site
        self.problems = problems

    def parts(self) -> Iterator[Part]:
        """Every part, the long ones first."""
        tables = self._site.tables
        yield "overviews", ""
        for group in self._groups.all:
            yield "group", group.page
        for iri in traced(tables):
            yield "trace", iri
        for iri in tables.agencies:
            yield "body", iri
        for row in self._site.held:
            yield "paper", row.iri

    def pages(self, part: Part) -> Pages:
        """The pages of one part."""
        kind, iri = part
        self._site.tables.reads.note(kind, iri)
        if kind == "overviews":
            yield from self._overviews()
        elif kind == "group":
            [group] = (group for group in self._groups.all if group.page == iri)
            yield from (("task_group.html", page) for page in group_pages(self._site, group))
        elif kind == "trace":
            yield from trace_pages(self._site, iri)
        elif kind == "body":
            yield from body_pages(self._site, self._bodies, iri)
        else:
            yield from self._paper(iri)

    @contextmanager
    def noted(self) -> Iterator[set[str]]:
        """What is looked up within the block, as if nothing had been looked up before."""
        self._site.forget()
        with self._site.tables.reads.noted() as looked_up:
            yield looked_up

    def prepare(self) -> None:
        """Join what parts share before the first of them is made."""
        self._site.prepare()
        _ = self._bodies, self._groups

    def joined(self) -> Iterator[tuple[str, str, Iterator[str]]]:
        """(kind, thing, what was joined for it, in pieces) of the parts whose pages show more than what they look up."""
        for iri in self._site.tables.agencies:
            yield "body", iri, told_of(self._bodies, self._site.tables, iri)
        for group in self._groups.all:
            yield "group", group.page, chain((repr(replace(group, rows=())),), map(repr, group.rows))

    @cached_property
    def _bodies(self) -> Bodies:
        return join_bodies(self._site)

    @cached_property
    def _groups(self) -> TaskGroups:
        return task_groups(self._site)

    def _overviews(self) -> Pages:
        site = self._site
        resolutions = trace_index_context(site)
        deadlines = deadlines_context(site, self._groups)
        yield "home.html", home_context(site, self._bodies, resolutions, deadlines)
        yield "deadlines.html", deadlines
        del deadlines  # its files are long, and written by now
        for traces in trace_index_pages(site, resolutions):
            yield "trace_index.html", traces
        for papers in paper_index_pages(site):
            yield "paper_index.html", papers
        for index in body_index_pages(site, self._bodies):
            yield "body_index.html", index
        checks = checks_context(site)
        yield "checks.html", checks
        for rule in rule_pages(site, checks):
            yield "check_rule.html", rule
        yield "about.html", about_context(site, self.problems)
        yield "search.html", SearchContext(site.frame(search_page.PATH, search_page.TITLE, search_page.SECTION))
        asked = [(question, f"questions/{linking.safe_segment(question.name)}.html") for question in site.questions]
        yield "question_index.html", question_index_context(site, asked)
        for question, path in asked:
            yield "question.html", question_context(site, question, path)
        yield from place_pages(site)

    def _paper(self, iri: str) -> Pages:
        site = self._site
        yield from paper_pages(site, iri)
        if site.tables.paper_tasks.get(iri):
            yield "matrix.html", matrix_context(site, iri)
        for task, back in task_anchors(site, iri):
            parts = [site.tables.tasks[part] for part in site.parts_of(task.iri)]
            yield "task.html", task_context(site, task, tuple(parts), back)
        for pair in compare_pages(site, iri):
            yield "compare.html", pair
