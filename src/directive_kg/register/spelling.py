"""How names of bodies are spelled: tone marks, abbreviations, and the form in which two spellings are one name.

Nothing here guesses: an abbreviation is written out only where papers of the State use it for one thing.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

# The two ways of placing a tone mark (hoá, hóa; uỷ, ủy) are one spelling; behind a q the mark stands on the y in both.
_OLDER: Final = ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ")
_NEWER: Final = ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy")
_TONE_PAIRS: Final = {
    form: made
    for old, new in zip(_OLDER, _NEWER, strict=True)
    for form, made in (
        (old, new),
        (old[0] + old[1].upper(), new),
        (old.capitalize(), new.capitalize()),
        (old.upper(), new.upper()),
    )
}
_TONE: Final = re.compile(r"[oOuU](?<![qQ].)[àáảãạèéẻẽẹỳýỷỹỵÀÁẢÃẠÈÉẺẼẸỲÝỶỸỴ]\b")

# For the inside of a regex's brackets: 'À-Ỹ' would hold small letters too, for Unicode has them in turn.
UPPER: Final = "".join(c for c in map(chr, (*range(0x41, 0x250), *range(0x1EA0, 0x1EFA))) if c.isupper())

# What a sector's short form stands for behind 'Sở', 'Bộ', 'ngành'. Keys without '&', '-' and spaces.
SECTOR_ABBREVIATIONS: Final[dict[str, str]] = {
    "CT": "Công Thương",
    "DL": "Du lịch",
    "DTTG": "Dân tộc và Tôn giáo",
    "GDĐT": "Giáo dục và Đào tạo",
    "GTVT": "Giao thông vận tải",
    "KHCN": "Khoa học và Công nghệ",
    "KHĐT": "Kế hoạch và Đầu tư",
    "LĐTBXH": "Lao động - Thương binh và Xã hội",
    "NG": "Ngoại giao",
    "NgV": "Ngoại vụ",
    "NNMT": "Nông nghiệp và Môi trường",
    "NNPTNT": "Nông nghiệp và Phát triển nông thôn",
    "NV": "Nội vụ",
    "QHKT": "Quy hoạch - Kiến trúc",
    "QP": "Quốc phòng",
    "TC": "Tài chính",
    "TNMT": "Tài nguyên và Môi trường",
    "TP": "Tư pháp",
    "TTTT": "Thông tin và Truyền thông",
    "VHTT": "Văn hóa và Thể thao",
    "VHTTDL": "Văn hóa, Thể thao và Du lịch",
    "XD": "Xây dựng",
    "YT": "Y tế",
}

# Tried in this order: a longer form stands before the shorter one that it holds.
_ABBREVIATIONS: Final[tuple[tuple[str, str], ...]] = (
    (r"TP\.?\s?HCM", "thành phố Hồ Chí Minh"),
    (r"UB\s?MTTQ\s?VN", "Ủy ban Mặt trận Tổ quốc Việt Nam"),
    (r"UB\s?MTTQ", "Ủy ban Mặt trận Tổ quốc"),
    (r"MTTQ\s?VN", "Mặt trận Tổ quốc Việt Nam"),
    (r"MTTQ", "Mặt trận Tổ quốc"),
    (r"TNCS", "Thanh niên Cộng sản"),
    (r"UBTVQH", "Ủy ban Thường vụ Quốc hội"),
    (r"TT\.?\s?HĐND", "Thường trực Hội đồng nhân dân"),
    (r"VP\.?\s?UBND", "Văn phòng Ủy ban nhân dân"),
    (r"UBND", "Ủy ban nhân dân"),
    (r"HĐND", "Hội đồng nhân dân"),
    (r"UBKT", "Ủy ban Kiểm tra"),
    (r"ĐBQH", "đại biểu Quốc hội"),
    (r"VPCP", "Văn phòng Chính phủ"),
    (r"Thủ tướng CP", "Thủ tướng Chính phủ"),
    (r"TTCP", "Thanh tra Chính phủ"),
    (r"NHNN", "Ngân hàng Nhà nước"),
    (r"NHCSXH", "Ngân hàng Chính sách xã hội"),
    (r"BHXH", "Bảo hiểm xã hội"),
    (r"THADS", "Thi hành án dân sự"),
    (r"TAND", "Tòa án nhân dân"),
    (r"VKSND", "Viện kiểm sát nhân dân"),
    (r"KBNN", "Kho bạc Nhà nước"),
    (r"LĐLĐ", "Liên đoàn Lao động"),
    (r"Hội LHPN", "Hội Liên hiệp Phụ nữ"),
    (r"Hội CCB", "Hội Cựu chiến binh"),
    (r"Hội ND", "Hội Nông dân"),
    (r"BĐBP", "Bộ đội Biên phòng"),
    (r"Phòng\s(?:VH\s?[-&,]?\s?XH)", "Phòng Văn hóa - Xã hội"),
    (r"Phòng\s(?:KT\s?[-&,]?\s?HT\s?[-&,]?\s?ĐT)", "Phòng Kinh tế, Hạ tầng và Đô thị"),
    (r"TTPVHCC", "Trung tâm Phục vụ hành chính công"),
    (r"TTYT", "Trung tâm Y tế"),
    (r"CA(?=\s(?:tỉnh|thành phố|TP|phường|xã|đặc khu)(?!\w))", "Công an"),
    (r"BCĐ", "Ban Chỉ đạo"),
    (r"Bộ CH(?=\s)", "Bộ Chỉ huy"),
    (r"Bộ CHQS|BCHQS|BCH\s+[Qq]uân sự", "Bộ Chỉ huy quân sự"),
    (r"Ban CHQS", "Ban Chỉ huy quân sự"),
    (r"BCH", "Ban Chấp hành"),
    (r"BTV", "Ban Thường vụ"),
    (r"CATP", "Công an thành phố"),
    (r"BQLDA|Ban QLDA", "Ban Quản lý dự án"),
    (r"QLDA", "Quản lý dự án"),
    (r"BQL|Ban QL", "Ban Quản lý"),
    (r"ĐTXD", "Đầu tư xây dựng"),
    (r"NN\s*(?:&|và)\s*PTNT|NNPTNT", "Nông nghiệp và Phát triển nông thôn"),
    (r"NN\s*(?:&|và)\s*MT|NNMT", "Nông nghiệp và Môi trường"),
    (r"PTNT", "Phát triển nông thôn"),
    (r"VH,\s?TT\s?(?:&|và)\s?DL", "Văn hóa, Thể thao và Du lịch"),
    (r"KKT", "Khu kinh tế"),
    (r"KCN", "Khu công nghiệp"),
    (r"KCX", "Khu chế xuất"),
    (r"CT\s?-\s?XH", "chính trị - xã hội"),
    (r"HTX", "hợp tác xã"),
    (r"TTĐT", "Thông tin điện tử"),
    (r"TDP", "tổ dân phố"),
    (r"T[WƯ]|T\.Ư", "Trung ương"),
    (r"TP\.?|Tp\.?|T\.P\.?", "thành phố"),
)
_SHORT_NAMES: Final = "|".join(f"(?P<n{i}>{short})" for i, (short, _) in enumerate(_ABBREVIATIONS))
_BETWEEN_LETTERS: Final = r"(?:\s?(?:[&,-]|và)\s?)?"
_SECTOR: Final = "|".join(_BETWEEN_LETTERS.join(key) for key in sorted(SECTOR_ABBREVIATIONS, key=len, reverse=True))
# Every abbreviation holds two capitals, or a capital that ends a word; most names hold neither.
_MAY_SHORTEN: Final = re.compile(r"[A-ZĐƯ](?:[A-ZĐƯ]|\b|p\b)|NgV")
_SHORT: Final = re.compile(
    rf"(?=[A-ZĐn])(?<![\w&-])(?<!\d/)(?:(?P<head>Sở|Bộ|[Nn]gành)\s(?P<sector>{_SECTOR})|S(?P<joined>{_SECTOR})|"
    rf"{_SHORT_NAMES})(?![\w&]|-[A-ZĐ])"
)
_WORD: Final = re.compile(r"\w+")


class Word(NamedTuple):
    """A word of a name in the form for comparing, and where it stood in the text; an abbreviation gives several."""

    text: str
    start: int
    end: int


def fold_tones(text: str) -> str:
    """One placement for tone marks: 'hoá' and 'hóa', 'uỷ' and 'ủy' come out alike; NFC.

    >>> fold_tones("Thành uỷ, văn hoá, quý")
    'Thành ủy, văn hóa, quý'
    """

    return _TONE.sub(lambda old: _TONE_PAIRS.get(old[0], old[0]), unicodedata.normalize("NFC", text))


class _Keyed(dict[str, str]):
    """Words and their forms for comparing; bounded, for a paper may hold anything."""

    def __missing__(self, word: str) -> str:
        keyed = fold_tones(word).lower()
        if len(word) <= _KEPT_LENGTH:
            if len(self) >= _KEPT_WORDS:
                self.clear()
            self[word] = keyed
        return keyed


_KEPT_LENGTH: Final = 32
_KEPT_WORDS: Final = 32_768
_KEYED: Final = _Keyed()


def _expansions(text: str) -> Iterator[tuple[int, int, str]]:
    """The abbreviations of a text: start, end, the words they stand for."""
    if not _MAY_SHORTEN.search(text):
        return iter(())
    return ((match.start(), match.end(), _expansion(match)) for match in _SHORT.finditer(text))


def _expansion(match: re.Match[str]) -> str:
    sector = match["sector"] or match["joined"]
    if sector is None:
        return _ABBREVIATIONS[int((match.lastgroup or "n0")[1:])][1]
    full = SECTOR_ABBREVIATIONS[re.sub(r"và|[\s&,-]", "", sector)]
    return f"{match['head'] or 'Sở'} {full}"


def spell_out(text: str) -> str:
    """The paper's words with the abbreviations of bodies' names written out, NFC, white space single.

    'UBND TP' becomes 'Ủy ban nhân dân thành phố', 'Sở KH&CN' 'Sở Khoa học và Công nghệ'. Everything else stays.

    >>> spell_out("HĐND, UBND TP; Bộ VHTTDL")
    'Hội đồng nhân dân, Ủy ban nhân dân thành phố; Bộ Văn hóa, Thể thao và Du lịch'
    """
    text = _flat(text)
    parts, position = [], 0
    for start, end, full in _expansions(text):
        parts += [text[position:start], full]
        position = end
    return "".join(parts) + text[position:]


def words(text: str) -> list[Word]:
    """The words of a text in the form for comparing: lower case, one tone placement, abbreviations written out.

    The marks between words are left out. `text` must be NFC; offsets are those of `text`.
    """
    found: list[Word] = []
    position = 0
    for start, end, full in [*_expansions(text), (len(text), len(text), "")]:
        found += [Word(_KEYED[m.group()], *m.span()) for m in _WORD.finditer(text, position, start)]
        found += (Word(word.lower(), start, end) for word in _WORD.findall(full))
        position = end
    return found


def name_key(name: str) -> str:
    """The form in which two spellings of one body's name are equal, and no two bodies' names are.

    Case, white space, punctuation, tone placement and the abbreviations of `spell_out` do not count; every word does.

    >>> name_key("UBND TP. Hải Phòng") == name_key("Uỷ ban Nhân dân thành phố Hải Phòng")
    True
    """
    return _name_key(name) if len(name) <= _KEPT_NAME else _name_key.__wrapped__(name)


_KEPT_NAME: Final = 200  # letters


@lru_cache(maxsize=16_384)
def _name_key(name: str) -> str:
    text = _flat(name)
    keys: list[str] = []
    position = 0
    for start, end, full in [*_expansions(text), (len(text), len(text), "")]:
        keys += map(_KEYED.__getitem__, _WORD.findall(text, position, start))
        keys += [word.lower() for word in _WORD.findall(full)]
        position = end
    return " ".join(keys)


def _flat(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
