"""Vietnamese letters as the fonts of the nineties had them: TCVN3 (.VnTime) and VNI (VNI-Times)."""

import unicodedata
from typing import Final

from directive_kg.readers import encodings

_TCVN3: Final = {made: byte for byte, made in ((chr(k), v) for k, v in encodings._TCVN3.items())}
_VNI_SINGLE: Final = {made: letter for letter, made in encodings._VNI_SINGLE.items()}
_TONES: Final = {made: mark for mark, made in encodings._VNI_TONES.items()}
_HATS: Final = {made: mark for mark, made in encodings._VNI_HATS.items()}


def to_tcvn3(text: str) -> str:
    """The codes, as the Western letters that have them. A capital with a tone has no code: its small form is taken."""
    return "".join(
        _TCVN3.get(c) or (c if c.isascii() else _TCVN3.get(c.lower(), c)) for c in unicodedata.normalize("NFC", text)
    )


def has_no_code(letter: str) -> bool:
    """Whether TCVN3 has no code for a letter: a capital with a tone, for which one takes the capitals' font."""
    return not letter.isascii() and letter not in _TCVN3 and letter.lower() in _TCVN3


def to_vni(text: str) -> str:
    """A base letter and a mark behind it, as the Western letters that have their codes."""
    return "".join(_vni_letter(c) for c in unicodedata.normalize("NFC", text))


def _vni_letter(letter: str) -> str:
    low = letter.lower()
    if low in _VNI_SINGLE:
        made = _VNI_SINGLE[low]
    elif low in "íì":
        made = low
    else:
        parts = unicodedata.normalize("NFD", low)
        base, marks = parts[0], parts[1:]
        if "\u031b" in marks:
            base, marks = {"o": "ô", "u": "ö"}[base], marks.replace("\u031b", "")
            made = base + (_TONES[marks] if marks else "")
        elif not marks:
            made = letter
        else:
            hat = next((m for m in marks if m in "\u0302\u0306"), "")
            tone = marks.replace(hat, "") if hat else marks
            made = base + (_HATS[hat, tone] if hat else _TONES.get(tone, tone))
    return made.upper() if letter.isupper() else made
