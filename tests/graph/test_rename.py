"""Terms change in a text and nothing else does, wherever something only looks like one."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from directive_kg.graph.rename import rename_iris

NEW = {"http://a/v#old": "http://a/v#new", "http://a/v#far": "http://elsewhere/x"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("v:x v:old v:y .", "v:x v:new v:y ."),
        ("v:x v:y v:old.", "v:x v:y v:new."),
        ("<http://a/v#old> a <#old> .", "v:new a v:new ."),
        (r"v:x v:\u006fld v:y . <http://a/v#\u006fld> a v:y .", None),  # a \u outside an IRI or a string is no Turtle
        (r"<http://a/v#\u006fld> a v:y .", "v:new a v:y ."),
        (r"v:x v:y v:o\-ld , v:older , v:x.old .", r"v:x v:y v:o\-ld , v:older , v:x.old ."),
        ('v:x v:y "v:old", "<http://a/v#old>"@vi .', 'v:x v:y "v:old", "<http://a/v#old>"@vi .'),
        ('v:x v:y """a "v:old" \\""" v:old""", v:old .', 'v:x v:y """a "v:old" \\""" v:old""", v:new .'),
        ("v:x v:y '''it's v:old''' , 'v:old' . # v:old", "v:x v:y '''it's v:old''' , 'v:old' . # v:old"),
        ("v:x v:y [ v:old _:old ] , ( v:old 1.5 true ) .", "v:x v:y [ v:new _:old ] , ( v:new 1.5 true ) ."),
        ('v:x v:y "1"^^v:old .', 'v:x v:y "1"^^v:new .'),
        ("v:x v:far v:old .", "v:x <http://elsewhere/x> v:new ."),
        ("PREFIX v: <http://b/> v:old a v:x .", "PREFIX v: <http://b/> v:old a v:x ."),
        ("@base <http://b/> . <#old> a v:old .", "@base <http://b/> . <#old> a v:new ."),
        ("@prefix : <#> . :old a :x .", "@prefix : <#> . :new a :x ."),
    ],
)
def test_only_the_terms(old: str, new: str | None) -> None:
    head = "@base <http://a/v> .\n@prefix v: <http://a/v#> .\n"
    if new is None:
        with pytest.raises(SyntaxError):
            list(ox.parse(head + old, format=ox.RdfFormat.TURTLE))
        return
    list(ox.parse(head + old, format=ox.RdfFormat.TURTLE))
    assert rename_iris(head + old, NEW) == head + new


_NAMES = st.sampled_from(["http://a/v#old", "http://a/v#far", "http://a/v#o.ld", "http://a/v#older", "http://c/đ"])
_NODES = _NAMES.map(ox.NamedNode)
_LITERALS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(ox.Literal)


@given(st.lists(st.tuples(_NODES, _NODES, st.one_of(_NODES, _LITERALS)), max_size=8))
def test_any_text_of_a_serializer(triples: list[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]]) -> None:
    def renamed(quad: ox.Quad) -> tuple[object, ...]:
        return tuple(
            ox.NamedNode(NEW.get(v.value, v.value)) if isinstance(v, ox.NamedNode) else v
            for v in (quad.subject, quad.predicate, quad.object)
        )

    written = ox.serialize([ox.Triple(*t) for t in triples], format=ox.RdfFormat.TURTLE, prefixes={"v": "http://a/v#"})
    assert written is not None
    got = ox.parse(rename_iris(written.decode(), NEW), format=ox.RdfFormat.TURTLE)
    assert {(q.subject, q.predicate, q.object) for q in got} == {
        renamed(quad) for quad in ox.parse(written, format=ox.RdfFormat.TURTLE)
    }
