"""Text that optical character recognition has ruined: to tell it, and to repair it where only one reading is left.

A recogniser that knows no Vietnamese drops the marks, reads 'đ' as 'P', 'B' or 'd', and vowels with two marks as
digits, signs or consonants ('số' as 's6' or 'sb', 'được' as 'dugc', 'hệ' as 'h¢'). What it keeps are the consonants
at both ends of a syllable: they are the *skeleton* in which a ruined word and its true form meet.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from directive_kg.names import fold

# --- Vietnamese spelling: onset, rhyme, tone -------------------------------------------------------------------

_ONSETS: Final = frozenset(
    re.split(" ", " b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x")  # the first one is none
)
_OPEN: Final = (
    "a ai ao au ay âu ây e eo ê êu i ia iu iêu yêu o oa oai oao oay oe oeo oi ô ôi ơ ơi u ua ui uy uya uyu uê uơ uôi "
    "uây uâ ưa ư ưi ưu ươi ươu y ươ"
)
_CLOSED: Final = (
    "ac ach am an ang anh ap at ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât ec em en eng ep et êch êm ên ênh êp êt êc êng "
    "ich im in inh ip it iêc iêm iên iêng iêp iêt yêm yên yêng yêt ych yn ynh yt oc om on ong op ot ooc oong "
    "oac oach oam oan oang oanh oap oat oăc oăm oăn oăng oăt oen oet oem ôc ôm ôn ông ôp ôt ơm ơn ơp ơt "
    "uc um un ung up ut uôc uôm uôn uông uôt uân uâng uât uênh uêch uych uyn uynh uyp uyt uyên uyêt "
    "ưc ưm ưn ưng ưt ươc ươm ươn ương ươp ươt"
)
_RHYMES: Final = frozenset((_OPEN + " " + _CLOSED).split())
_PLAIN_RHYMES: Final = frozenset(fold(r) for r in _RHYMES)
_FRONT: Final = frozenset("eêiy")  # vowels before which c, g, ng are written k, gh, ngh
_TONES: Final = {"\u0300": "huyền", "\u0301": "sắc", "\u0303": "ngã", "\u0309": "hỏi", "\u0323": "nặng"}
_NO_TONES: Final = dict.fromkeys(map(ord, _TONES))
_STOPPED: Final = re.compile(r"(c|ch|p|t)$")
_WORD: Final = re.compile(r"[^\s/|,;:.()\[\]\"“”‘…*–—+=%-]+")
_TAG: Final = re.compile(r"<[^<>]{0,4000}>")
_RUINED_SHARE: Final = 0.15  # measured: clean papers stay below 0.03, ruined ones lie above 0.40
_FEWEST_WORDS: Final = 60
_TELLING: Final = 12_000  # letters of a text, some 1,500 words in lower case


@lru_cache(maxsize=16_384)
def is_syllable(word: str) -> bool:
    """Whether Vietnamese spelling allows the word: a known onset, a known rhyme, and a tone that its end can carry.

    >>> is_syllable("nghiệp"), is_syllable("duoc"), is_syllable("s6")
    (True, False, False)
    """
    letters = unicodedata.normalize("NFD", word.lower())
    tones = [_TONES[char] for char in letters if char in _TONES]
    if len(tones) > 1:
        return False
    plain = unicodedata.normalize("NFC", letters.translate(_NO_TONES) if tones else letters)
    tone = tones[0] if tones else "ngang"
    cuts = [cut for cut in range(min(4, len(plain) + 1)) if plain[cut:] in _RHYMES and plain[:cut] in _ONSETS]
    return any(_agree(plain[:cut], plain[cut:], tone) for cut in cuts) or plain == "gi"


def _agree(onset: str, rhyme: str, tone: str) -> bool:
    if _STOPPED.search(rhyme) and tone not in ("sắc", "nặng"):
        return False
    before_front = rhyme[0] in _FRONT
    if onset in ("c", "ng") or (onset == "g" and rhyme[0] != "i"):
        return not before_front
    return onset not in ("k", "gh", "ngh") or before_front


def ruined_share(text: str) -> float:
    """The share of impossible syllables among the words that begin in lower case (0..1).

    Markup, names, abbreviations and headings in capitals are not counted; of a text with too few words it is 0.
    """
    words = _lower_words(text)
    if words.total() < _FEWEST_WORDS:
        return 0.0
    return sum(count for word, count in words.items() if not is_syllable(word)) / words.total()


def _lower_words(text: str) -> Counter[str]:
    plain = unicodedata.normalize("NFC", text)
    words = Counter(_WORD.findall(_TAG.sub(" ", plain) if "<" in plain else plain))
    for word in [w for w in words if len(w) < 3 or not w[0].islower()]:  # 'kV', 'm2', 'x' are no words
        del words[word]
    return words


def looks_ruined(text: str) -> bool:
    """Whether a paper's text was ruined by character recognition: by `ruined_share`, as far as it must be known.

    Of a long text some lines, from its whole length, tell as much as all of them.
    """
    words = _lower_words("\n".join(text.split("\n")[:: 1 + len(text) // _TELLING]))
    total = words.total()
    if total < _FEWEST_WORDS:
        return False
    ruined, open_ = 0, total
    for word, count in words.most_common():
        open_ -= count
        ruined += 0 if is_syllable(word) else count
        if ruined / total >= _RUINED_SHARE:
            return True
        if (ruined + open_) / total < _RUINED_SHARE:
            return False
    return False


# --- The skeleton in which a ruined word and its true form meet -------------------------------------------------

_LOOKALIKE: Final = str.maketrans("046¢€&@¥§8", "oaoeeooyie")
_ONSET: Final = re.compile(r"ngh|ng|nh|ch|gh|kh|ph|qu|th|tr|[bcdghklmnpqrstvx]")
_CODA: Final = re.compile(r"(ch|ng|nh|m|n|p|t)$")
_UY: Final = re.compile(r"[tlg]?[aouil]{0,2}y")  # how 'ủy' comes out: 'ty', 'tiy', 'Gy', 'oy', 'ay', 'uiy'
_CAPITAL_D: Final = re.compile(r"^(?:DP|bP|BĐ|Bb|P(?![hH]))(?=\w)")  # no Vietnamese word begins with a bare P
_VOWELS: Final = frozenset("aeiouy")
_READ_FOR_VOWELS: Final = _VOWELS | set("dbgw")  # 'ố' comes out as d, b; 'ợ' as g; 'ươ' as wo
_STRAY: Final = frozenset("irt")  # 'ứ', 'ử' come out as 'ir', 'tr'
_JOINT: Final = re.compile(r"[\s\-–—/]+")


@lru_cache(maxsize=65536)
def plain_word(word: str) -> str:
    """A word's letters as far as a recogniser without Vietnamese can know them: no marks, digits read as letters.

    >>> plain_word("s6"), plain_word("1am"), plain_word("chinh")
    ('so', 'lam', 'chinh')
    """
    if not any(c.isalpha() for c in word) and not any(c in "¢€" for c in word):
        return word
    word = _CAPITAL_D.sub("d", word)
    text = fold(unicodedata.normalize("NFKC", word).translate(_LOOKALIKE))
    if text[:1] in "1|" and text:
        text = "l" + text[1:]
    return re.sub(r"[^a-z]", "", re.sub(r"[1|]", "i", text))


@lru_cache(maxsize=65536)
def _bones(word: str) -> str:
    """The skeleton of one word: onset, a dot for whatever vowels were read, and the end that survives."""
    plain = plain_word(word)
    if not any(c.isalpha() for c in plain):
        return plain
    if _UY.fullmatch(plain):
        return "·y"
    found = _ONSET.match(plain)
    onset = found.group() if found else ""
    rest = plain[len(onset) :]
    rest = re.sub(r"rn$", "m", rest)
    rest = re.sub(r"n[ez]$", "ng", rest)
    end = _CODA.search(rest)
    if onset in ("b", "p", "d"):  # đ is read as P, B, b, d
        onset = "d"
        if rest[:1] in ("b", "p"):  # 'DPang', 'bPao'
            rest = rest[1:]
    return f"{onset}·{end.group() if end else ''}"


def skeleton(text: str) -> str:
    """The fold in which ruined words and their true forms are equal. Figures in it stay as they are.

    >>> skeleton("Ban Chip hanh Pang bd") == skeleton("Ban Chấp hành Đảng bộ")
    True
    """
    return " ".join(_bones(w) for w in _words(text))


def _words(text: str) -> list[str]:
    # Signs at the ends of a word are punctuation; inside it they may be what is left of a letter.
    pieces = (p.strip("\"'“”‘’.,;:()[]{}…*_|!?") for p in _JOINT.split(unicodedata.normalize("NFC", text)))
    return [p for p in pieces if p]


# --- One known phrase, or none ----------------------------------------------------------------------------------

_CLOSE: Final = {1: 1.0, 2: 0.92, 3: 0.88}  # by words: how much of a phrase's letters must have survived
_CLOSE_LONG: Final = 0.8
_LONG: Final = 5  # words; so many together leave no doubt about a single one
_WORD_CLOSE: Final = 0.6
_MARGIN: Final = 0.12  # and by how much the runner-up must be worse


@dataclass(frozen=True, slots=True)
class Likeness:
    """A known phrase and how much of its letters the raw words kept (0..1)."""

    phrase: str
    share: float


def likeness(raw: str, phrase: str) -> float:
    """How much of the phrase's letters the raw words kept, 0..1; a vowel taken for another costs less than a consonant.

    >>> likeness("thyc hién", "thực hiện") > 0.9 > likeness("thoi han", "thực hiện")
    True
    """
    return _likeness(" ".join(map(plain_word, _words(raw))), " ".join(map(plain_word, _words(phrase))))


@lru_cache(maxsize=65536)
def _likeness(a: str, b: str) -> float:
    if a == b:
        return 1.0
    row = [float(i) for i in range(len(b) + 1)]
    for i, x in enumerate(a, start=1):
        above, row = row, [float(i)] + [0.0] * len(b)
        for j, y in enumerate(b, start=1):
            swap = 0.0 if x == y else (0.5 if x in _READ_FOR_VOWELS and y in _VOWELS else 0.8)
            row[j] = min(above[j - 1] + swap, above[j] + (0.5 if x in _STRAY else 0.8), row[j - 1] + 0.8)
    return max(0.0, 1.0 - row[-1] / max(len(a), len(b), 1))


def _word_by_word(raw: list[str], true: list[str]) -> bool:
    """Whether every single word can be what it is taken for.

    A short word that spells well is no other short word, unless it stands in a long phrase or holds an 'é', which is
    how every circumflexed vowel comes out.
    """
    for a, b in zip(raw, true, strict=True):
        x, y = plain_word(a), plain_word(b)
        if x == y or _UY.fullmatch(y):
            continue
        if len(x) == 1 and a.islower():
            return False  # one small letter may be any word
        spells_well = a.isalpha() and any(x[:n] in _ONSETS and x[n:] in _PLAIN_RHYMES for n in range(min(4, len(x))))
        if spells_well and len(x) <= 5 and len(raw) < _LONG and "é" not in a:
            return False
        if _likeness(x, y) < _WORD_CLOSE:
            return False
    return True


def closest(raw: str, candidates: Iterable[str]) -> Likeness | None:
    """The one candidate that the raw words can be; None where none is close, or two that differ are as close."""
    bones = skeleton(raw)
    rivals = [
        Likeness(c, likeness(raw, c))
        for c in dict.fromkeys(candidates)
        if skeleton(c) == bones and _word_by_word(_words(raw), _words(c))
    ]
    rivals.sort(key=lambda r: -r.share)
    if not rivals or rivals[0].share < _CLOSE.get(len(bones.split()), _CLOSE_LONG):
        return None
    if len(rivals) > 1 and rivals[0].share - rivals[1].share < _MARGIN:
        return None
    return rivals[0]


def repair_phrase(raw: str, candidates: Iterable[str]) -> tuple[str, float]:
    """The known phrase that the raw words are, and how sure that is; the raw words and 0 where it is not certain.

    A phrase is taken only when it has the raw words' skeleton and no other candidate is nearly as close, so figures
    never change and the skeleton never does.

    >>> repair_phrase("Van phong Dang uy", ["Văn phòng Đảng ủy", "Văn phòng Đăng ký đất đai"])
    ('Văn phòng Đảng ủy', 1.0)
    """
    if not raw.strip():
        return raw, 0.0
    found = closest(raw, candidates)
    return (found.phrase, round(found.share, 2)) if found else (raw, 0.0)
