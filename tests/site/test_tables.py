"""The queries and the row classes agree, found by listing the folder; a site asks each query once."""

from dataclasses import fields
from datetime import date
from importlib.resources import files

import pytest

from directive_kg.site import rows
from directive_kg.site.tables import Tables, query_text, read_tables
from directive_kg.store.embedded import EmbeddedStore
from directive_kg.store.protocol import Solutions, Term

NAMES = sorted(p.name.removesuffix(".rq") for p in files("directive_kg.site").joinpath("queries").iterdir())


class Counting:
    """A store that keeps what it was asked."""

    def __init__(self, inner: EmbeddedStore) -> None:
        self._inner = inner
        self.asked: list[str] = []

    def select(self, query: str) -> Solutions:
        """Pass on, and keep."""
        self.asked.append(query)
        return self._inner.select(query)

    def ask(self, query: str) -> bool:
        """No table needs one."""
        raise AssertionError(query)


def test_each_query_of_the_folder_is_asked_once(store: EmbeddedStore) -> None:
    counting = Counting(store)
    read_tables(counting)
    assert sorted(counting.asked) == sorted(query_text(name) for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_variables_are_the_fields_of_the_row_class(name: str, store: EmbeddedStore) -> None:
    singular = {"agencies": "agency", "aliases": "alias", "matches": "match", "progress": "progress"}.get(
        name, name.removesuffix("s")
    )
    kind = getattr(rows, "".join(part.title() for part in singular.split("_")) + "Row")
    assert store.select(query_text(name)).variables == tuple(field.name for field in fields(kind))


def test_tables_hold_what_the_papers_say(store: EmbeddedStore) -> None:
    tables: Tables = read_tables(store)
    plan = "https://w3id.org/directive-kg/id/directive/ubnd-tp-hai-phong/2026/7001-kh-ubnd"
    paper = tables.papers[plan]
    assert (paper.held, paper.number, paper.issued_from) == (True, "7001/KH-UBND", date(2026, 3, 4))
    assert [row.stt for row in tables.paper_tasks[plan]][11:14] == ["12", "12.1", "14"]
    assert tables.columns[plan][:2] == ("stt", "title")
    assert tables.deadlines[f"{plan}/task/1"].end == date(2026, 6, 30)
    leads = [row.agent_name for row in tables.assignments[f"{plan}/task/6"] if row.role.endswith("/lead")]
    assert leads == ["Sở Tài chính", "Sở Nội vụ"]


def test_a_value_that_does_not_parse_is_no_value() -> None:
    class Broken:
        """A store whose papers have nonsense in them."""

        def select(self, query: str) -> Solutions:
            """One paper, nothing else."""
            if query != query_text("papers"):
                return Solutions((), ())
            terms = (Term("uri", "urn:p"), Term("literal", "perhaps"), Term("literal", "2026-02-31"))
            return Solutions(("iri", "held", "issued_from"), (terms, terms))

        def ask(self, query: str) -> bool:
            """No table needs one."""
            raise AssertionError(query)

    assert read_tables(Broken()).papers == {"urn:p": rows.PaperRow("urn:p")}
