"""Runs of neighbouring syllables that few texts share: among many tasks every pair is common, and longer runs are not."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int64]


def rare_runs(texts: Sequence[Sequence[str]], longest: int, crowd: int) -> Iterator[tuple[list[int], ...]]:
    """For each text its runs of two, three, … syllables that others have too, at most `crowd` texts in all, the rarest first.

    A run is a number, the same in every text; runs of different lengths are numbered apart.

    >>> list(rare_runs([["a", "b", "c"], ["x", "b", "c"], ["a", "b"]], 2, 60))
    [([0, 1],), ([1],), ([0],)]
    """
    numbers: dict[str, int] = {}
    syllables = np.array([numbers.setdefault(word, len(numbers)) for text in texts for word in text], dtype=np.int64)
    owners = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    runs, begins, found = syllables, np.arange(len(syllables)), []
    for length in range(2, longest + 1):
        whole = owners[np.minimum(begins + length - 1, len(syllables) - 1)] == owners[begins]
        whole &= begins + length <= len(syllables)
        begins = begins[whole]
        # A run one syllable longer is a shorter one's number and a syllable: no two have one number.
        runs = np.unique(runs[whole] * len(numbers) + syllables[begins + length - 1], return_inverse=True)[1]
        found.append(_by_text(runs, owners[begins], len(texts), crowd))
    return zip(*found, strict=True)


def _by_text(runs: Numbers, owners: Numbers, texts: int, crowd: int) -> Iterator[list[int]]:
    held = np.sort(runs * texts + owners)
    held = held[np.diff(held, prepend=-1) != 0]  # a text that says a run twice has it once
    runs, owners = np.divmod(held, max(texts, 1))
    holders = np.bincount(runs)[runs]
    shared = (holders > 1) & (holders <= crowd)
    runs, owners, holders = runs[shared], owners[shared], holders[shared]
    rarest_first = runs[np.lexsort((runs, holders, owners))].tolist()
    ends = np.searchsorted(np.sort(owners), np.arange(texts + 1)).tolist()
    for begin, end in pairwise(ends):
        yield rarest_first[begin:end]
