"""What kind of thing a deliverable's words promise (vocabulary 'deliverable-kind')."""

import re
from datetime import date
from functools import lru_cache
from typing import Final

from directive_kg.extract.deadlines import named_day
from directive_kg.names import fold
from directive_kg.records import Deliverable, Place

# What the words open with, tried in order; the more telling before the more general.
_KINDS: Final = (
    ("to-trinh", r"to trinh"),
    ("nghi-quyet", r"nghi quyet"),
    ("quyet-dinh", r"quyet dinh"),
    ("chi-thi", r"chi thi"),
    ("ket-luan", r"ket luan"),
    ("van-ban-quy-pham", r"luat|nghi dinh|thong tu|phap lenh"),
    ("ke-hoach", r"ke hoach"),
    ("de-an", r"de an"),
    ("chuong-trinh", r"chuong trinh"),
    ("phuong-an", r"phuong an"),
    ("quy-hoach", r"(?:do an )?quy hoach"),
    ("quy-che", r"quy che|quy dinh|quy trinh|co che"),
    ("bao-cao", r"bao cao"),
    ("huong-dan", r"huong dan|van ban huong dan"),
    ("cong-van", r"cong van"),
    ("thong-bao", r"thong bao"),
    ("ho-so", r"ho so"),
    ("van-ban", r"van ban"),
    ("du-an", r"du an|khoi cong"),
    ("cong-trinh", r"cong trinh|nghiem thu"),
    ("he-thong", r"he thong|co so du lieu|phan mem|nen tang|cong thong tin|kho du lieu"),
    ("su-kien", r"su kien|hoi nghi|hoi thao|le hoi|giai thi dau|to chuc (?:cac )?(?:hoi|su kien|le|phien)"),
    ("to-chuc", r"thanh lap|trung tam|to cong tac"),
    ("mo-hinh", r"mo hinh"),
)
_OPENING: Final = re.compile(
    rf"^(?:(?:cac|nhung|mot so|ban hanh|du thao|xay dung)\s+)*(?:{'|'.join(f'({words})' for _, words in _KINDS)})\b"
)
_NO_WORD: Final = re.compile(r"^[\W\d_]+")


def deliverable_kind(words: str) -> str:
    """The vocabulary code of what some words promise; an outcome ('ket-qua') where they name no paper, work or event."""
    match = _OPENING.match(_NO_WORD.sub("", fold(words)))
    return _KINDS[match.lastindex - 1][0] if match and match.lastindex else "ket-qua"


def read_deliverable(words: str, *, year: int | None, place: Place | None) -> Deliverable:
    """A deliverable cell as a record."""
    kind, day = _kind_and_day(words, year) if len(words) <= _KEPT else _kind_and_day.__wrapped__(words, year)
    return Deliverable(words=words, kind=kind, named_day=day, place=place)


_KEPT: Final = 400  # letters of a cell that is kept


@lru_cache(maxsize=1024)  # an annex asks for the same few things over and over
def _kind_and_day(words: str, year: int | None) -> tuple[str, date | None]:
    return deliverable_kind(words), named_day(words, year=year)
