"""Names printed in capitals (letterheads, signatures) in the case that running text gives them."""

import re
from typing import Final

from directive_kg.register.spelling import UPPER

_LOWER: Final = UPPER.lower()
_PLACE_HEADS: Final = ("thành phố", "tỉnh", "phường", "xã", "đặc khu", "quận", "huyện", "thị xã", "thị trấn")

# After these a field of work follows, whose name has a capital of its own: 'Sở Tài chính', 'Bộ Nội vụ'.
_FIELD_HEADS: Final = ("sở", "bộ", "phòng", "cục", "vụ", "tổng cục")
_OWN_CAPITAL: Final = (
    "ủy ban", "uỷ ban", "hội đồng nhân dân", "quốc hội", "chính phủ", "thủ tướng", "ban thường vụ", "ban chấp hành",
    "đảng bộ", "đảng ủy", "đảng uỷ", "thành ủy", "thành uỷ", "tỉnh ủy", "tỉnh uỷ", "mặt trận tổ quốc", "trung ương",
    "ủy ban thường vụ quốc hội", "uỷ ban thường vụ quốc hội", "chánh văn phòng", "chánh thanh tra",
    "bộ chính trị", "ban bí thư", "ban chỉ đạo", "ban quản lý", "công an", "thanh tra", "văn phòng", "sở", "bộ", "đảng",
    "chủ tịch", "bí thư", "hội đồng",
)  # fmt: skip
_INNER: Final = {
    "ủy ban thường vụ quốc hội": "Ủy ban Thường vụ Quốc hội",
    "uỷ ban thường vụ quốc hội": "Uỷ ban Thường vụ Quốc hội",
    "chánh văn phòng": "Chánh Văn phòng",
    "chánh thanh tra": "Chánh Thanh tra",
    "mặt trận tổ quốc": "Mặt trận Tổ quốc",
    "ban thường vụ": "Ban Thường vụ",
    "ban chấp hành": "Ban Chấp hành",
    "ban bí thư": "Ban Bí thư",
    "ban chỉ đạo": "Ban Chỉ đạo",
    "ban quản lý": "Ban Quản lý",
}
_NOT_CAPITAL_AFTER: Final = {"và", "của", "các", "về", "cho", "khu", "trong"}


def _capitalise(word: str) -> str:
    return word[:1].upper() + word[1:]


def proper_case(capitals: str) -> str:
    """'ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG' as 'Ủy ban nhân dân thành phố Hải Phòng'.

    Text that is not all in capitals is given back as it is.
    """
    letters = [c for c in capitals if c.isalpha()]
    if not letters or sum(c.isupper() for c in letters) < 0.9 * len(letters):
        return capitals
    text = capitals.lower()
    # Longest first and each stretch once: 'ban thường vụ' inside 'ủy ban thường vụ quốc hội' is no body of its own.
    heads = "|".join(sorted(_OWN_CAPITAL, key=len, reverse=True))
    text = re.sub(rf"(?<!\w)(?:{heads})(?!\w)", lambda m: _INNER.get(m.group(0), _capitalise(m.group(0))), text)
    text = re.sub(r"(?<!\w)việt nam(?!\w)", "Việt Nam", text)
    places = "|".join(_PLACE_HEADS)
    # Whatever follows the kind of a place is its name, until a comma or a body's own head.
    text = re.sub(
        rf"(?<!\w)({places})((?:\s[{_LOWER}]+){{1,4}})(?=$|[,;.\n]|\s[{UPPER}])",
        lambda m: m.group(1) + " ".join(_capitalise(w) for w in m.group(2).split(" ")),
        text,
    )
    fields = "|".join(_capitalise(f) for f in _FIELD_HEADS)
    text = re.sub(
        rf"(?<!\w)({fields}) ([{_LOWER}]+(?:[ ,][^;.]*)?)",
        lambda m: m.group(1) + " " + _field_case(m.group(2)),
        text,
    )
    return _capitalise(text)


def _field_case(text: str) -> str:
    """'văn hóa, thể thao và du lịch' as 'Văn hóa, Thể thao và Du lịch', up to the kind of a place."""
    words = text.split(" ")
    raise_next = True
    for i, word in enumerate(words):
        if " ".join(words[i : i + 2]).lower() in _PLACE_HEADS or word in _PLACE_HEADS:
            break
        if raise_next and word not in _NOT_CAPITAL_AFTER:
            words[i] = _capitalise(word)
        raise_next = word.endswith(",") or word == "và"
    return " ".join(words)
