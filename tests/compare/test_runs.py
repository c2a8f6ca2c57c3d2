"""Runs that few texts share, beside counting them one by one."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from directive_kg.compare.runs import rare_runs

TEXTS = st.lists(st.lists(st.sampled_from("abcd"), max_size=7), max_size=9)


@given(texts=TEXTS, crowd=st.integers(2, 5))
def test_as_counted_one_by_one(texts: list[list[str]], crowd: int) -> None:
    found = list(rare_runs(texts, 4, crowd))
    assert len(found) == len(texts)
    for length in (2, 3, 4):
        runs = [{tuple(t[i : i + length]) for i in range(len(t) - length + 1)} for t in texts]
        holders = Counter(run for own in runs for run in own)
        wanted = [sorted(holders[run] for run in own if 1 < holders[run] <= crowd) for own in runs]
        said = Counter(number for own in found for number in own[length - 2])
        assert [[said[number] for number in own[length - 2]] for own in found] == wanted
        # Two texts share as many numbers as runs.
        for one, other in ((a, b) for a in range(len(texts)) for b in range(a)):
            shared = {run for run in runs[one] & runs[other] if holders[run] <= crowd}
            assert len(set(found[one][length - 2]) & set(found[other][length - 2])) == len(shared)
