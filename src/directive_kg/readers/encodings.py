"""Bytes of a text paper to characters: Unicode, Windows-1258, and the legacy Vietnamese encodings TCVN3 (ABC) and VNI.

TCVN3 gives every Vietnamese letter a byte of its own (TCVN 5712:1993, VN3); VNI writes a base letter and a mark behind it.
Neither says its name in the file: the reading that gives the most common Vietnamese words is the right one.
"""

import codecs
import html
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final

_TCVN3_BYTES: Final = (
    "\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae\xb5\xb6\xb7\xb8\xb9\xbb\xbc\xbd\xbe\xc6\xc7\xc8\xc9\xca\xcb"
    "\xcc\xce\xcf\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xdc\xdd\xde\xdf\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xeb\xec\xed"
    "\xee\xef\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe"
)
_TCVN3_LETTERS: Final = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_TCVN3: Final = str.maketrans(dict(zip(_TCVN3_BYTES, _TCVN3_LETTERS, strict=True)))

# VNI: a base letter, then a mark that stands for a tone, or for a tone and the letter's own hat.
_VNI_TONES: Final = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HATS: Final = {
    "â": ("\u0302", ""), "á": ("\u0302", "\u0301"), "à": ("\u0302", "\u0300"), "å": ("\u0302", "\u0309"),
    "ã": ("\u0302", "\u0303"), "ä": ("\u0302", "\u0323"), "ê": ("\u0306", ""), "é": ("\u0306", "\u0301"),
    "è": ("\u0306", "\u0300"), "ú": ("\u0306", "\u0309"), "ü": ("\u0306", "\u0303"), "ë": ("\u0306", "\u0323"),
}  # fmt: skip
_VNI_SINGLE: Final = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI: Final = re.compile(r"(?P<base>[aeouyôö])(?P<mark>[ùøûõïâáàåãäêéèúüë])|[ñôöæóòî]", re.IGNORECASE)

_WORDS: Final = (
    "của và các được nhân dân ủy uỷ quyết định thực hiện không với nghị kế hoạch tỉnh thành phố năm tháng ngày số về việc "
    "theo trong những người công tác quản lý nhà nước bộ sở cơ quan đơn vị phối hợp chủ trì tổ chức"
)
_COMMON: Final = frozenset(_WORDS.split())
_ENOUGH: Final = 0.08  # share of a text's words that are common Vietnamese ones when it is read rightly
_SAMPLE: Final = 60_000  # characters
_BODY: Final = re.compile(r"<body\b", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]{0,2000}>")
_ENTITY: Final = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z]{2,8});")


def decode(data: bytes) -> str | None:
    """The text of a file, NFC, its letters spelled out where HTML writes their numbers; None when no encoding makes
    Vietnamese of it.

    >>> decode("Quyết định".encode("utf-16")), decode("Quyết định &#273;ã".encode())
    ('Quyết định', 'Quyết định đã')
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _readable([_spelled_out(data.decode("utf-16", errors="replace"))])
    if b"\0" in data[:_SAMPLE]:  # no other text has such bytes: UTF-16 that does not say so
        wide = (_spelled_out(data.decode(name, errors="replace")) for name in ("utf-16-le", "utf-16-be"))
        return _readable(wide)
    try:
        text = _spelled_out(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        damaged = _spelled_out(data.decode("utf-8-sig", errors="replace"))  # a byte may be lost; its letter is a doubt
        western = _spelled_out(data.decode("latin-1"))
        vni = from_vni(_spelled_out(data.decode("cp1252", errors="replace")))
        return _readable((damaged, _spelled_out(data.decode("cp1258", errors="replace")), from_tcvn3(western), vni))
    # Legacy text that a program took for Western letters and saved as Unicode.
    reading = legacy_reading(text)
    return text if reading is None else reading(text)


def _readable(readings: Iterable[str]) -> str | None:
    best = max(readings, key=_share)
    return best if _share(best) >= _ENOUGH else None


def _spelled_out(text: str) -> str:
    text = _ENTITY.sub(_letter, text) if "&" in text else text
    return unicodedata.normalize("NFC", text)


def _letter(match: re.Match[str]) -> str:
    """The letter of an entity; what HTML needs for its own marks stays as it is."""
    letter = html.unescape(match[0])
    return letter if letter > "\x7f" else match[0]


def legacy_reading(text: str) -> Callable[[str], str] | None:
    """How characters that a program took for Western letters are to be read; None when the text is Vietnamese, or nothing
    makes it so.
    """
    if _share(text) >= _ENOUGH:
        return None
    best = max((from_tcvn3, from_vni), key=lambda reading: _share(reading(text)))
    return best if _share(best(text)) >= _ENOUGH else None


def is_readable(text: str) -> bool:
    """Whether enough words of a text are common Vietnamese ones; a text layer ruined by character recognition has few."""
    return _share(text) >= _ENOUGH


def reads_better(text: str, than: str) -> bool:
    """Whether the words of a text are common Vietnamese ones more often than those of another reading of it."""
    return _share(text) > _share(than)


def from_tcvn3(text: str) -> str:
    """TCVN3 bytes, read as Latin-1, as Vietnamese letters.

    >>> from_tcvn3("QuyÕt ®Þnh")
    'Quyết định'
    """
    return text.translate(_TCVN3)


def from_vni(text: str) -> str:
    """VNI bytes, read as Windows Western letters, as Vietnamese letters.

    >>> from_vni("Quyeát ñònh")
    'Quyết định'
    """
    return unicodedata.normalize("NFC", _VNI.sub(_vni_letter, text))


def _vni_letter(match: re.Match[str]) -> str:
    if match["base"] is None:
        return _lone_letter(match[0])
    # 'ô' and 'ö' stand for ơ and ư, which take the tone behind them.
    base = _lone_letter(match["base"]) if match["base"] in "ôöÔÖ" else match["base"]
    mark = match["mark"].lower()
    if mark in _VNI_TONES:
        return base + _VNI_TONES[mark]
    if base.lower() not in "aeo":
        return base + match["mark"]
    hat, tone = _VNI_HATS[mark]
    return base + hat + tone


def _lone_letter(letter: str) -> str:
    made = _VNI_SINGLE[letter.lower()]
    return made.upper() if letter.isupper() else made


def _share(text: str) -> float:
    if "<" in text:
        # A page's styles and tags are no words, and in an office program's pages they are the most of it.
        body = _BODY.search(text)
        start = body.start() if body else 0
        text = _TAG.sub(" ", text[start : start + 4 * _SAMPLE])
    words = re.findall(r"[^\W\d_]+", text[:_SAMPLE].lower())
    return sum(word in _COMMON for word in words) / max(1, len(words))
