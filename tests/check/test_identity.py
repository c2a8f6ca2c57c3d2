"""The id of a finding lasts: over words, over a new reading, over a number that became known. Its fingerprint does not."""

from directive_kg.check.identity import fingerprint
from tests.check.examples import LEAD, PAPER, audited

CITED = """
s:cited a sh:PropertyShape ; dkg:code "X5" ; sh:targetClass dkg:Citation ; sh:severity sh:Info ;
    sh:message "x"@vi ; sh:path dkg:resolvesTo ; sh:minCount 1 .
"""
TITLES = """
s:titles a sh:PropertyShape ; dkg:code "X6" ; sh:targetClass dkg:Task ; sh:severity sh:Info ;
    sh:message "x"@vi ; sh:path dcterms:title ; sh:nodeKind sh:IRI .
"""


def ids(shape: str, paper: str = PAPER) -> list[str]:
    return [finding.id for finding in audited(shape, paper).report.findings]


def test_an_id_names_its_rule_and_is_the_same_again() -> None:
    (own,) = ids(LEAD)
    assert own.startswith("x1-")
    assert len(own) == len("x1-") + 12
    assert ids(LEAD) == [own]


def test_words_and_neighbours_do_not_change_it() -> None:
    (own,) = ids(LEAD)
    more = (
        PAPER.replace("Kiểm tra", "Kiểm tra lại").replace("dkg:row 2", "dkg:row 3").replace("position 2", "position 9")
    )
    assert ids(LEAD, more) == [own]
    third = ':t3 a dkg:Task ; dkg:inDirective :paper ; dkg:stt "1a" ; dkg:position 0 .'
    assert own in ids(LEAD, PAPER + third)


def test_a_number_that_became_known_does_not_change_it() -> None:
    papers = "https://example.org/id/directive/ubnd/2026"

    def paper(name: str) -> str:
        return f"<{papers}/{name}> a dkg:Directive . <{papers}/{name}/task/1> a dkg:Task ."

    known = f"<{papers}/7-kh> dkg:supersedesIri <{papers}/03-kh-blank> ."
    assert ids(LEAD, paper("7-kh") + known) == ids(LEAD, paper("03-kh-blank"))
    assert ids(LEAD, paper("7-kh")) != ids(LEAD, paper("03-kh-blank"))


def test_a_citation_is_known_by_the_number_it_gives() -> None:
    def cited(turn: int, number: str, issuer: str = "Quốc hội") -> str:
        node = f"<https://example.org/id/p/citation/{turn}>"
        return f'{node} a dkg:Citation ; dkg:number "{number}" ; dkg:issuerName "{issuer}" .'

    before = ids(CITED, cited(1, "7/NQ-CP"))
    assert before == ids(CITED, cited(5, "7/NQ–CP")), "it moved down, and its dash was typed otherwise"
    assert set(before) < set(ids(CITED, cited(1, "8/NQ-CP") + cited(2, "7/NQ-CP")))
    assert before != ids(CITED, cited(1, "7/NQ-CP", "Chính phủ")), "a number alone is no key"


def test_several_of_one_cell_are_told_apart() -> None:
    two = ':t1 a dkg:Task ; dcterms:title "một"@vi , "hai"@vi .'
    own = ids(TITLES, two)
    assert len(set(own)) == 2
    assert ids(TITLES, two) == own


def test_fingerprint_follows_the_words_of_the_cell_and_no_white_space() -> None:
    lead = LEAD.replace("sh:minCount 1", "sh:maxCount 0")

    def of(words: str) -> str:
        (finding,) = audited(lead, PAPER.replace('dkg:words "Sở Mẫu"', f'dkg:words "{words}"')).report.findings
        return fingerprint(finding)

    assert of("Sở Mẫu") == of(" Sở  Mẫu ")
    assert of("Sở Mẫu") != of("Sở Khác")
