"""Which pages the site has: first every thing gets its place, then page after page is made."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from directive_kg.site import links as linking
from directive_kg.site.compare import compare_pages
from directive_kg.site.contexts_bodies import body_index_pages
from directive_kg.site.contexts_body import body_pages, join_bodies
from directive_kg.site.contexts_deadlines import deadlines_context, group_pages
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
from directive_kg.site.links import Links
from directive_kg.site.render import Context
from directive_kg.site.rows import TaskRow
from directive_kg.site.search import page as search_page
from directive_kg.site.search.page import SearchContext
from directive_kg.site.tables import Tables
from directive_kg.site.views import Site


def plan_links(tables: Tables) -> Links:
    """Give every thing its page or its anchor, always in the same order."""
    links = Links()
    for iri, paper in sorted(tables.papers.items()):
        if paper.held:
            page = links.add_page("paper", iri, folder=True)
            for provision in tables.paper_provisions.get(iri, ()):
                links.add_anchor(provision.iri, page, provision_anchor(provision))
            for citation in tables.paper_citations.get(iri, ()):
                links.add_anchor(citation.iri, page, citation_anchor(citation))
    for iri in traced(tables):
        links.add_trace(iri)
    for iri, task in sorted(tables.tasks.items()):
        if links.page(task.paper):
            links.add_page("task", iri)
    for iri in sorted(tables.agencies):
        links.add_page("body", iri)
    several = {paper.place for paper in tables.papers.values() if paper.held and paper.place in tables.locations}
    if len(several) > 1:
        for iri in sorted(filter(None, several)):
            links.add_page("place", iri)
    return links


def pages(site: Site, problems: Sequence[str]) -> Iterator[tuple[str, Context]]:
    """Every page of the site as (template, context), one at a time."""
    bodies = join_bodies(site)
    resolutions = trace_index_context(site)
    deadlines = deadlines_context(site)
    yield "home.html", home_context(site, bodies, resolutions, deadlines)
    yield "deadlines.html", deadlines
    for group in group_pages(site, deadlines):
        yield "task_group.html", group
    for traces in trace_index_pages(site, resolutions):
        yield "trace_index.html", traces
    for papers in paper_index_pages(site):
        yield "paper_index.html", papers
    for index in body_index_pages(site, bodies):
        yield "body_index.html", index
    checks = checks_context(site)
    yield "checks.html", checks
    for rule in rule_pages(site, checks):
        yield "check_rule.html", rule
    yield "about.html", about_context(site, problems)
    yield "search.html", SearchContext(site.frame(search_page.PATH, search_page.TITLE, search_page.SECTION))
    asked = [(question, f"questions/{linking.safe_segment(question.name)}.html") for question in site.questions]
    yield "question_index.html", question_index_context(site, asked)
    for question, path in asked:
        yield "question.html", question_context(site, question, path)
    for iri in traced(site.tables):
        yield from trace_pages(site, iri)
    for row in site.held:
        yield from paper_pages(site, row.iri)
        if site.tables.paper_tasks.get(row.iri):
            yield "matrix.html", matrix_context(site, row.iri)
    yield from place_pages(site)
    for pair in compare_pages(site):
        yield "compare.html", pair
    parts, anchors = _parts(site), dict(task_anchors(site))
    for iri, task in site.tables.tasks.items():
        if iri in anchors:
            yield "task.html", task_context(site, task, tuple(parts.get(iri, ())), anchors[iri])
    for iri in site.tables.agencies:
        yield from body_pages(site, bodies, iri)


def _parts(site: Site) -> dict[str, list[TaskRow]]:
    found: dict[str, list[TaskRow]] = defaultdict(list)
    for task in site.tables.tasks.values():
        if task.parent:
            found[task.parent].append(task)
    return found
