"""What a recogniser without Vietnamese makes of clean words: marks lost, 'đ' as P or d, double marks as digits."""

import random
import unicodedata
from typing import Final

# What stands on paper and how it comes out; the first reading of each keeps the skeleton, so do all the others.
CONFUSIONS: Final = {
    "ố": ("é", "6", "o", "d"), "ộ": ("6", "o", "¢"), "ồ": ("d", "6", "o"), "ổ": ("6", "o"), "ỗ": ("o",), "ô": ("6", "o"),
    "ệ": ("¢", "é", "e"), "ế": ("é", "€", "e"), "ề": ("é", "e"), "ể": ("é", "e"), "ấ": ("4", "a"), "ầ": ("a",),
    "ự": ("y", "u"), "ụ": ("y", "u"), "ủ": ("u",), "ợ": ("g", "o"), "ớ": ("6", "o"), "ờ": ("d", "o"), "á": ("4", "a"),
}  # fmt: skip


def ruin(text: str, seed: int, strength: float = 0.4) -> str:
    """The text as it comes out of a bad recogniser; digits and punctuation stay, `strength` is how often it stumbles."""
    rng = random.Random(seed)
    out = []
    for char in unicodedata.normalize("NFC", text):
        if char.lower() in CONFUSIONS and char.islower() and rng.random() < strength:
            out.append(rng.choice(CONFUSIONS[char]))
        elif char == "Đ":
            out.append("P")
        else:
            out.append("d" if char == "đ" else unicodedata.normalize("NFD", char)[0])
    return "".join(out)
