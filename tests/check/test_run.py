"""What a run says of good, bad, absent and broken things."""

import pytest

from directive_kg.check.findings import Bilingual, Severity, Spot, State
from directive_kg.check.run import run_check
from tests.check.examples import LEAD, PAPER, check, data, shapes

EX = "https://example.org/id/"
NODE = 's:b dkg:code "B" ; a sh:NodeShape ; sh:targetClass dkg:Task '
PROPERTY = 's:b dkg:code "B" ; a sh:PropertyShape ; sh:targetClass dkg:Task ; sh:path dcterms:title '
BROKEN = {
    "a query that does not parse": NODE + '; sh:sparql [ sh:select "SELECT nonsense" ] .',
    "a query without its text": NODE + '; sh:sparql [ sh:message "no query" ] .',
    "a pattern that is no pattern": PROPERTY + '; sh:pattern "(" .',
    "a count that is no number": PROPERTY + '; sh:minCount "one" .',
    "no constraint at all": NODE + ".",
    "a path on a node shape": NODE + "; sh:path dcterms:title ; sh:minCount 1 .",
    "a target that is not supported": 's:b dkg:code "B" ; a sh:NodeShape ; sh:target [ ] ; sh:nodeKind sh:IRI .',
    "a list that is no list": NODE + '; sh:or "x" .',
}


def test_a_finding_names_everything() -> None:
    (finding,) = check(LEAD).findings
    assert (finding.code, finding.severity) == ("X1", Severity.WARNING)
    assert (finding.focus, finding.task, finding.directive) == (f"{EX}t2", f"{EX}t2", f"{EX}paper")
    assert finding.number == "7/KH-UBND"
    assert finding.path == "dkg:lead"
    assert finding.agency == f"{EX}committee", "no lead: whoever issued the paper has to mend it"
    assert finding.message == Bilingual("Nhiệm vụ 2 “Kiểm tra” thiếu chủ trì", "Task 2 “Kiểm tra” lacks a lead")
    assert finding.place == Spot(file="ke-hoach.txt", page=3, row=2, column=3, text="", field="lead"), (
        "where the empty cell stands"
    )


def test_a_finding_of_a_filled_cell_stands_at_that_cell() -> None:
    (finding,) = check(LEAD.replace("sh:minCount 1", "sh:maxCount 0")).findings
    assert finding.place == Spot(file="ke-hoach.txt", page=2, row=1, column=3, text="Sở Mẫu", field="lead")
    assert finding.agency == f"{EX}department"


def test_summary_counts_what_was_checked_and_found() -> None:
    (rule,) = check(LEAD).summary
    assert (rule.code, rule.state, rule.checked, rule.found) == ("X1", State.FAILED, 2, 1)
    assert rule.title == Bilingual("Có chủ trì", "Has a lead")


def test_passed() -> None:
    (rule,) = check(LEAD.replace("sh:path dkg:lead", "sh:path dcterms:title")).summary
    assert (rule.state, rule.checked, rule.found) == (State.PASSED, 2, 0)


def test_an_empty_graph_is_nothing_checked() -> None:
    (rule,) = check(LEAD, "").summary
    assert (rule.state, rule.checked, rule.found) == (State.NOTHING_CHECKED, 0, 0)


def test_what_a_shape_does_not_apply_to_is_not_counted() -> None:
    condition = 's:first a sh:PropertyShape ; sh:path dkg:stt ; sh:hasValue "1" . s:lead dkg:appliesTo s:first .'
    (rule,) = check(LEAD + condition).summary
    assert rule.checked == 1
    never = 's:none a sh:PropertyShape ; sh:path dkg:stt ; sh:hasValue "9" . s:title dkg:appliesTo s:none .'
    shape = LEAD.replace("s:lead", "s:title").replace("sh:path dkg:lead", "sh:path dcterms:title")
    (rule,) = check(shape + never).summary
    assert (rule.state, rule.checked) == (State.NOTHING_CHECKED, 0)


@pytest.mark.parametrize("shape", BROKEN.values(), ids=BROKEN)
def test_a_broken_shape_is_neither_good_nor_bad_data(shape: str) -> None:
    report = check(LEAD + shape)
    rules = {rule.code: rule for rule in report.summary}
    assert rules["B"].state is State.BROKEN
    assert rules["B"].trouble
    assert rules["B"].found == 0
    assert rules["X1"].state is State.FAILED, "the others still run"
    assert [finding.code for finding in report.findings] == ["X1"]


def test_shapes_of_one_code_are_one_rule() -> None:
    other = LEAD.replace("s:lead", "s:lead-title").replace("sh:path dkg:lead", "sh:path dkg:group")
    report = check(LEAD + other.replace("sh:Warning", "sh:Violation"))
    (rule,) = report.summary
    assert (rule.severity, rule.checked, rule.found) == (Severity.VIOLATION, 2, 3)
    assert {finding.severity for finding in report.findings} == {Severity.WARNING, Severity.VIOLATION}
    assert len(report.at_or_above(Severity.VIOLATION)) == 2
    assert len(report.at_or_above(Severity.INFO)) == 3


def test_sub_classes_count_where_the_graph_declares_them() -> None:
    kinds = "dkg:Row <http://www.w3.org/2000/01/rdf-schema#subClassOf> dkg:Task . :t3 a dkg:Row ."
    (rule,) = check(LEAD, PAPER + kinds).summary
    assert (rule.checked, rule.found) == (3, 2)


def test_a_shape_referred_to_by_iri_is_followed() -> None:
    # pySHACL's use_shapes leaves such a shape out and says that all is well.
    shape = """s:a a sh:NodeShape ; dkg:code "A" ; sh:targetClass dkg:Task ; sh:or ( s:has [ sh:not s:first ] ) .
        s:has a sh:PropertyShape ; sh:path dkg:group ; sh:minCount 1 .
        s:first a sh:PropertyShape ; sh:path dkg:stt ; sh:hasValue "1" ; sh:minCount 1 ."""
    assert [finding.focus for finding in check(shape).findings] == [f"{EX}t1"]


def test_a_custom_constraint_component_runs() -> None:
    shape = """s:no a sh:ConstraintComponent ; sh:parameter [ sh:path s:forbidden ] ;
            sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER (STR($value) != STR($forbidden)) }" ] .
        s:c a sh:PropertyShape ; dkg:code "C" ; sh:targetClass dkg:Task ;
            sh:path dkg:stt ; s:forbidden "2" ; sh:minCount 0 ."""
    assert [finding.focus for finding in check(shape).findings] == [f"{EX}t2"]


def test_the_order_does_not_depend_on_the_graph() -> None:
    other = LEAD.replace("s:lead", "s:group").replace("sh:path dkg:lead", "sh:path dkg:group")
    report = check(LEAD + other)
    assert [(f.order, f.shape.rsplit("/", 1)[-1]) for f in report.findings] == [(1, "group"), (2, "group"), (2, "lead")]
    assert check(LEAD + other) == report


def test_the_data_is_left_as_it_was() -> None:
    graph = data()
    before = set(graph)
    run_check(graph, shapes(LEAD))
    assert set(graph) == before


@pytest.mark.parametrize(
    ("given", "vi", "en"),
    [
        ('"2026-03-04"^^xsd:date', "04/03/2026", "2026-03-04"),
        ('"2026-03"^^xsd:gYearMonth', "3/2026", "2026-03"),
        ('"2026"^^xsd:gYear', "2026", "2026"),
    ],
)
def test_a_date_is_shown_as_far_as_the_paper_gives_it(given: str, vi: str, en: str) -> None:
    shape = LEAD.replace("{task} thiếu chủ trì", "{issued}").replace("{task} lacks a lead", "{issued}")
    (finding,) = check(shape, f"{PAPER} :paper eli:date_document {given} .").findings
    assert finding.message == Bilingual(vi, en)


def test_an_unknown_placeholder_stays_and_what_a_paper_says_is_no_placeholder() -> None:
    shape = LEAD.replace("{task} thiếu chủ trì", "{tsak} {title}")
    (finding,) = check(shape, PAPER.replace('"Kiểm tra"@vi', '"{paper} {0.__class__}"@vi')).findings
    assert finding.message.vi == "{tsak} {paper} {0.__class__}"
