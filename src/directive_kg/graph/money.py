"""Amounts in Vietnamese đồng."""

import re
from decimal import Decimal
from typing import Final

from directive_kg.names import fold

# Powers of ten of the words and abbreviations that budget tables use; keys are folded.
_POWERS: Final = {
    "": 0,
    "nghin": 3,
    "ngan": 3,
    "trieu": 6,
    "tr": 6,
    "tram trieu": 8,
    "ty": 9,
    "ti": 9,
    "nghin ty": 12,
    "ngan ty": 12,
}
_UNIT: Final = re.compile(r"([a-z ]*?)[. ]*(?:viet nam dong|dong|vnd|d)")


def in_dong(figure: Decimal, unit: str | None) -> Decimal | None:
    """The amount in đồng of a figure in 'triệu đồng', 'tỷ đồng' …; None for a unit that is not known to be đồng.

    >>> in_dong(Decimal("14000"), "triệu đồng")
    Decimal('14000000000')
    """
    found = _UNIT.fullmatch(fold(unit or ""))
    power = None if found is None else _POWERS.get(found[1])
    return None if power is None else figure * 10**power
