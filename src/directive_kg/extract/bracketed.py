"""Who leads a work and when it is due, in brackets behind it: 'Xây dựng Đề án … (Sở A chủ trì, hoàn thành trong quý II)'."""

import re
from typing import Final, NamedTuple

from directive_kg.register.spelling import UPPER

_LEAD: Final = re.compile(
    rf"\(\s*(?:[Gg]iao\s+)?(?P<lead>[{UPPER}][^():;.]{{3,150}}?)\s+(?:là (?:cơ quan|đơn vị)\s+)?(?:chủ trì|thực hiện(?=\s*[,;)]))\b"
    r"(?P<rest>[^()]*)\)[\s.;/]*$"
)
_DUE: Final = re.compile(
    r"^(?:(?:thời gian|thời hạn|tiến độ)\b)?(?:\s*(?:thực hiện|hoàn thành|triển khai)\b)?[\s:]*(?P<due>(?:trong|trước|xong|chậm nhất|vào|đến|từ|"
    r"tháng|quý|quí|năm|ngày|giai đoạn|thường xuyên|định kỳ|hằng|hàng)\b.*|\d{1,2}/\d.*)",
    re.IGNORECASE | re.DOTALL,
)
_LEAST: Final = 12  # letters of a work


class Bracketed(NamedTuple):
    """A work and what the brackets behind it say."""

    work: str
    lead: str
    due: str  # its words, '' where there are none


def lead_in_brackets(text: str) -> Bracketed | None:
    """The work and its lead, or None where no brackets with a lead close the text.

    >>> lead_in_brackets("Xây dựng Đề án tự chủ (Sở Y tế chủ trì, phối hợp với Sở Tài chính; xong trong quý II).")
    Bracketed(work='Xây dựng Đề án tự chủ', lead='Sở Y tế', due='xong trong quý II')
    """
    found = _LEAD.search(text) if text.rstrip(" .;/").endswith(")") else None
    if found is None or found.start() < _LEAST:
        return None
    clauses = [clause.strip() for clause in re.split(r"[;,]", found["rest"])]
    due = next((match["due"] for clause in clauses if (match := _DUE.match(clause))), "")
    return Bracketed(text[: found.start()].rstrip(), found["lead"], due)
