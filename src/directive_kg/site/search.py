"""The search index: a script that assigns data, so that it loads from a file as well as from a server."""

import json
from collections.abc import Iterator

from directive_kg.site import words
from directive_kg.site.render import visible
from directive_kg.site.views import Site

Entry = tuple[str, str, str, str, str, str]  # kind, name, detail, page, other spellings, number

_LONGEST = 240  # a longer title is cut: a search shows the way, the page shows the words


def search_index(site: Site) -> str:
    """The text of search-index.js."""
    lines = ",\n".join(json.dumps([_cut(text) for text in entry], ensure_ascii=True) for entry in _entries(site))
    return f"window.DIRECTIVE_KG_SEARCH = [\n{lines}\n];\n"


def _entries(site: Site) -> Iterator[Entry]:
    """Resolutions first, then papers, bodies, tasks; only what has a page."""
    for iri, row in sorted(site.tables.papers.items()):
        paper = site.paper(iri)
        detail = ", ".join(part for part in (paper.issuer, paper.date, paper.title) if part)
        number = row.number or row.number_partial or ""
        for kind, href in (("r", paper.trace), ("v", paper.href)):
            if href:
                yield (kind, paper.name, detail, href, "", number)
    for iri, body in sorted(site.tables.agencies.items()):
        href = site.links.page(iri)
        if href:
            also = "; ".join(alias.alias for alias in site.tables.aliases.get(iri, ()))
            kind = site.label(body.kind).vi if body.kind else ""
            yield ("c", site.body_name(iri), kind, href, also, "")
    for iri, task in sorted(site.tables.tasks.items()):
        href = site.links.page(iri)
        if href:
            leads = ", ".join(body.name for body in site.bodies(iri, "lead"))
            due = site.tables.deadlines.get(iri)
            days = words.span(due.start, due.end) if due else ""
            where = f"{site.task_name(task)}, {site.paper(task.paper).name}"
            yield ("n", task.title or "", " · ".join(part for part in (leads, days, where) if part), href, "", "")


def _cut(text: str) -> str:
    return words.shorten(visible(text), _LONGEST)
