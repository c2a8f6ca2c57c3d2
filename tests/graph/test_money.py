"""Amounts in đồng."""

from decimal import Decimal

import pytest

from directive_kg.graph.money import in_dong


@pytest.mark.parametrize(
    ("figure", "unit", "amount"),
    [
        ("14000", "triệu đồng", "14000000000"),
        ("1.5", "Tỷ đồng", "1500000000"),
        ("2", "nghìn tỷ đồng", "2000000000000"),
        ("3", "tr.đ", "3000000"),
        ("9", "đồng", "9"),
        ("9", "VNĐ", "9"),
        ("9", "triệu USD", None),
        ("9", "đồng/năm", None),
        ("9", None, None),
    ],
)
def test_units(figure: str, unit: str | None, amount: str | None) -> None:
    assert in_dong(Decimal(figure), unit) == (None if amount is None else Decimal(amount))
