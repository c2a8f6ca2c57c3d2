"""The names nearest to one that was not found: to suggest, never to decide."""

import difflib
import re
from collections.abc import Iterable
from typing import Final

from directive_kg.names import fold

_SHOWN: Final = 60


def squash(text: str) -> str:
    """Letters and digits only, folded: '71 KH–UBND' and '71khubnd' are alike.

    >>> squash("71 /KH-UBND")
    '71khubnd'
    """
    return re.sub(r"[^a-z0-9]+", "", fold(text))


def nearest(text: str, names: Iterable[str], count: int = 5) -> list[str]:
    """Up to `count` of the names: those that hold the text first, then those spelled most like it."""
    wanted = squash(text)
    by_form: dict[str, list[str]] = {}
    for name in sorted(set(names)):
        by_form.setdefault(squash(name), []).append(name)
    holding = [form for form in by_form if wanted and wanted in form]
    holding.sort(key=lambda form: (not form.startswith(wanted), len(form), form))
    alike = difflib.get_close_matches(wanted, list(by_form), n=count, cutoff=0.5)
    forms = list(dict.fromkeys([*holding, *alike]))
    return [name for form in forms for name in by_form[form]][:count]


def one_line(text: str) -> str:
    """What a user typed, fit to be shown back in an error: one line, printable, not endless."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return plain if len(plain) <= _SHOWN else plain[:_SHOWN] + "…"
