"""Long lists in parts: nothing is lost, nothing stands twice."""

from hypothesis import given
from hypothesis import strategies as st

from directive_kg.site.parts import parted


@given(st.lists(st.integers()), st.integers(1, 20))
def test_the_parts_are_the_whole(items: list[int], most: int) -> None:
    parts, names = parted("x/a.html", items, most)
    assert [item for _, part in parts for item in part] == items
    assert all(len(part) <= most for _, part in parts)
    assert len({path for path, _ in parts}) == len(parts)
    assert parts[0][0] == "x/a.html"
    assert [name.href for name in names] == ([path for path, _ in parts] if len(parts) > 1 else [])
