"""A ruined paper: what is certain is read, what is not keeps its words and a doubt, and too little is refused."""

import hashlib
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directive_kg.errors import UnreadablePaperError
from directive_kg.extract.repair import skeleton
from directive_kg.extract.ruined import extract_ruined
from directive_kg.extract.ruined_layout import lay_out
from directive_kg.extract.ruined_text import RuinedText
from directive_kg.readers.blocks import Line, Reading
from directive_kg.readers.text import read_text
from directive_kg.records import DeadlineKind, Paper, Role, Source
from directive_kg.register import Register, load_register
from tests.extract.ruined_noise import ruin
from tests.extract.ward_targets import TARGETS
from tests.shared import SHARED, needs_shared

# A short paper of our own, as a ward's Party committee writes them.
OWN = """Kiến An, ngày 03 tháng 6 năm 2026
Số 31-NQ/ĐU

NGHỊ QUYẾT
BAN CHẤP HÀNH ĐẢNG BỘ PHƯỜNG
về phát triển kinh tế - xã hội năm 2027

Căn cứ Kế hoạch số 45-KH/TU ngày 02/5/2026 của Ban Thường vụ Thành ủy thực hiện Nghị quyết số 91-NQ/TW, ngày
11/4/2026 của Bộ Chính trị về phát triển kinh tế - xã hội; Ban Chấp hành Đảng bộ phường quyết nghị:

I. MỤC TIÊU, NHIỆM VỤ, GIẢI PHÁP
1. Các chỉ tiêu chủ yếu: thống nhất thực hiện 3 chỉ tiêu trong năm 2027.

(1) Thu ngân sách nhà nước trên địa bàn tăng từ 12% trở lên so với dự toán.

(2) Tỷ lệ gia đình văn hóa đạt từ 96%.

(3) Hoàn thành ít nhất 02 tiêu chí quy định.

II. TỔ CHỨC THỰC HIỆN
1. Giao Văn phòng Đảng ủy phường theo dõi, đôn đốc thực hiện Nghị quyết, báo cáo định kỳ hàng tháng.

T/M BAN CHẤP HÀNH
BÍ THƯ
"""


@lru_cache(maxsize=1)
def register() -> Register:
    return load_register()


def reading(text: str) -> Reading:
    lines = tuple(Line(line.strip(), number) for number, line in enumerate(text.splitlines(), start=1))
    return Reading(Source("own.txt", hashlib.sha256(text.encode()).hexdigest(), "text"), lines)


def read_own(seed: int) -> Paper:
    return extract_ruined(reading(ruin(OWN, seed)), register=register())


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 5000))
def test_what_is_read_of_a_ruined_paper_is_right_or_missing(seed: int) -> None:
    paper = read_own(seed)
    header = paper.header
    assert header.number in ("31-NQ/ĐU", None)
    assert header.date in ("2026-06-03", None)
    assert header.issuer in ("Ban Chấp hành Đảng bộ phường Kiến An", None)
    assert header.type in ("Nghị quyết", None)
    assert {(c.number, c.date) for c in paper.citations} <= {("45-KH/TU", "2026-05-02"), ("91-NQ/TW", "2026-04-11")}
    assert all(
        c.issuer in (None, "Ban Thường vụ Thành ủy Hải Phòng", "Bộ Chính trị", "Thành ủy Hải Phòng")
        for c in paper.citations
    )
    assert {t.value for i in paper.indicators for t in i.targets} <= {Decimal(12), Decimal(96), Decimal(2)}
    holes = {d.subject for d in paper.doubts}
    for part in ("number", "type", "issuer", "date", "signatory"):
        assert getattr(header, part) is not None or f"header/{part}" in holes


def test_a_paper_that_is_ruined_a_little_is_read_whole() -> None:
    paper = extract_ruined(reading(ruin(OWN, 3, strength=0.1)), register=register())
    assert paper.key == "bch-dang-bo-phuong-kien-an-hai-phong/2026/31-nq-du"
    assert paper.header.title == "Về phát triển kinh tế - xã hội năm 2027"
    assert [(c.number, c.issuer) for c in paper.citations] == [
        ("45-KH/TU", "Ban Thường vụ Thành ủy Hải Phòng"),
        ("91-NQ/TW", "Bộ Chính trị"),
    ]
    assert paper.citations[0].carries_out == ("2",)
    assert [i.no for i in paper.indicators] == ["1", "2", "3"]
    assert not any(d.subject == "indicators" for d in paper.doubts)
    (order,) = paper.tasks
    assert order.deadline.kind is DeadlineKind.RECURRING
    assert [a.body.agency for a in order.assignments] == ["van-phong-dang-uy-phuong-kien-an-hai-phong"]
    assert [p.key for p in paper.provisions] == ["I", "I.1", "II", "II.1"]


def test_an_impossible_day_is_a_hole() -> None:
    paper = extract_ruined(reading(ruin(OWN.replace("03 tháng 6", "31 tháng 2"), 3)), register=register())
    assert paper.header.date is None
    assert "header/date" in {d.subject for d in paper.doubts}


def test_the_count_that_the_paper_announces_is_checked() -> None:
    paper = extract_ruined(reading(ruin(OWN.replace("3 chỉ tiêu", "4 chỉ tiêu"), 3, 0.1)), register=register())
    assert [d.subject for d in paper.doubts if d.subject == "indicators"] == ["indicators"]


def test_too_little_that_is_certain_is_refused() -> None:
    rubble = "\n".join(["I. xqtk bvcx dfgh", *["zzdk wqpt mnbv kjhg rtyp lkjh"] * 30])
    with pytest.raises(UnreadablePaperError, match=r"own\.txt"):
        extract_ruined(reading(rubble), register=register())
    with pytest.raises(UnreadablePaperError):
        extract_ruined(reading(""), register=register())


def test_every_line_is_in_one_part_of_the_layout() -> None:
    text = OWN + "\n\n\n\nSTT Tên\n1. a\n\n\n\n\nSTT Tên\n1. b\n"
    layout = lay_out(reading(text).lines)
    assert len(layout.annexes) == 2
    kept = {line.number for line in (*layout.head, *layout.foot, *(x for a in layout.annexes for x in a))}
    body = set(range(8, 28))
    assert {n for n, line in enumerate(text.splitlines(), start=1) if line.strip()} <= kept | body


def test_the_symbol_alone_does_not_tell_which_committee() -> None:
    text = RuinedText(register(), "phuong-kien-an-hai-phong")
    found = text.body_at("Pang uy phuong Kién An vé")
    assert found is not None
    assert found.body.agency == "dang-uy-phuong-kien-an-hai-phong"
    assert text.body_at("Hoi nong dan xa") is None


# --- The ward's resolution, transcribed by reading it ---------------------------------------------------------------

CITATIONS = {
    ("01-QC/ĐU", "2025-10-15"), ("04-CTr/ĐU", "2025-12-12"), ("73/NQ-HĐND", "2025-12-11"), ("27/2025/QĐ-TTg", "2025-08-04"),
    ("28-NQ/TW", "2022-11-17"), ("61/QĐ-TU", "2025-11-07"), ("28-KH/ĐU", "2025-11-07"), ("35-CT/TW", "2014-05-26"),
    ("27-CT/TW", "2019-01-10"), ("11-QĐi/TW", "2019-02-18"), ("66-NQ/TW", "2025-04-30"), ("68-NQ/TW", "2025-05-04"),
    ("05-CTr/TU", "2025-08-25"), ("59-NQ/TW", "2025-01-24"), ("226/2025/QH15", None), ("1844/QĐ-UBND", "2025-06-14"),
    ("57-NQ/TW", None), ("266/2025/QH15", None), ("07-KH/TU", "2025-07-25"), ("03-CTr/TU", "2025-10-30"),
    ("72-NQ/TW", "2025-09-09"), ("05-CTr/TU", "2025-11-06"), ("03-NQ/TU", None), ("24-QĐ/ĐU", "2025-10-02"),
}  # fmt: skip
CULTURE = "Phòng Văn hóa - Xã hội"
ECONOMY = "Phòng Kinh tế, Hạ tầng và Đô thị"
LEADS = {n: CULTURE if 3 <= n <= 8 else ECONOMY for n in range(1, 19)}
DUE = {
    1: None, 3: (2025, 2030), 4: None, 5: (2026, 2030), 6: (2025, 2030), 7: (2026, 2030), 8: (2026, 2030), 10: (2025, 2025),
    12: (2025, 2030), 13: (2025, 2030), 14: (2025, 2026), 15: (2025, 2026), 16: (2026, 2030), 17: (2025, 2030), 18: (2025, 2030),
}  # fmt: skip
TOTALS = {"I": "1046.775", "1": "14000", "2": "4000", "3": "5000", "4": "19900", "5": None, "6": "30000", "7": "19990"}


@lru_cache(maxsize=1)
def ward() -> Paper:
    (path,) = (SHARED / "corpus").glob("004_*.txt")
    return extract_ruined(read_text(path), register=register())


def agency(code: str) -> str:
    return f"{code}-phuong-kien-an-hai-phong"


@needs_shared
def test_ward_header() -> None:
    paper = ward()
    header = paper.header
    assert paper.key == agency("bch-dang-bo") + "/2025/02-nq-du"
    assert (header.number, header.type, header.date, header.place_name) == (
        "02-NQ/ĐU",
        "Nghị quyết",
        "2025-12-15",
        "Kiến An",
    )
    assert header.issuer == "Ban Chấp hành Đảng bộ phường Kiến An"
    assert header.title is not None
    assert header.title.startswith("Về chủ đề, mục tiêu, nhiệm vụ, giải pháp phát triển kinh tế - xã hội")
    assert header.title.endswith("năm 2026")
    assert (header.signatory, header.signatory_role) == (None, "Bí thư")
    assert "header/signatory" in {d.subject for d in paper.doubts}


@needs_shared
def test_ward_citations() -> None:
    paper = ward()
    assert {(c.number, c.date) for c in paper.citations} == CITATIONS
    by_number = {c.number: c for c in paper.citations}
    assert by_number["1844/QĐ-UBND"].issuer == "Ủy ban nhân dân thành phố Hải Phòng"
    assert by_number["73/NQ-HĐND"].issuer == "Hội đồng nhân dân thành phố Hải Phòng"
    assert by_number["07-KH/TU"].carries_out == (by_number["68-NQ/TW"].key,)
    assert by_number["03-CTr/TU"].carries_out == (by_number["72-NQ/TW"].key,)
    issuers = [c.issuer for c in paper.citations if c.number == "05-CTr/TU"]
    assert issuers == ["Ban Thường vụ Thành ủy Hải Phòng", "Ban Chấp hành Đảng bộ thành phố Hải Phòng"]
    twin = by_number["266/2025/QH15"]
    assert any(d.subject == f"citation/{twin.key}" and "226/2025/QH15" in d.reason_vi for d in paper.doubts)
    assert twin.confidence < 0.9
    assert paper.implements == ()


@needs_shared
def test_ward_targets() -> None:
    paper = ward()
    assert [i.no for i in paper.indicators] == [str(n) for n in range(1, 36)]
    targets = {i.no: [(t.comparator, t.value, t.upper, t.unit) for t in i.targets] for i in paper.indicators}
    assert targets["11"] == [(">=", Decimal(10), None, "%")]
    assert targets["12"] == [("range", Decimal(15), Decimal(17), "%")]
    assert targets["22"] == [("=", Decimal(96), None, "%")]
    assert targets["23"] == [(">", Decimal(55), None, "%")]  # 'Ty 18 nguoi' is 'Tỷ lệ người', no eighteen people
    assert targets["27"][0][:2] == (">=", Decimal(1000))
    doubted = {d.subject for d in paper.doubts}
    for indicator in paper.indicators:
        assert skeleton(indicator.text).split()[-1] == skeleton(indicator.place.text).split()[-1]
        assert indicator.confidence >= 0.9 or f"indicator/{indicator.no}" in doubted


@needs_shared
def test_ward_targets_are_restored_without_a_wrong_word() -> None:
    likeness, restored = [], 0
    for indicator in ward().indicators:
        if (wanted := TARGETS.get(indicator.no)) is None:
            continue
        raw = re.sub(r"^\(\d+\)\s*", "", indicator.place.text)
        likeness.append(SequenceMatcher(None, indicator.text.lower(), wanted.lower(), autojunk=False).ratio())
        words = [text.lower().split() for text in (raw, indicator.text, wanted)]
        if len({len(w) for w in words}) == 1:
            for before, after, right in zip(*words, strict=True):
                assert after in (before, right), (indicator.no, before, after, right)
                restored += after == right != before
    assert restored > 450
    assert sum(likeness) / len(likeness) >= 0.95


@needs_shared
def test_ward_investments() -> None:
    works = ward().investments
    assert {w.no: str(w.total) if w.total is not None else None for w in works} == TOTALS
    assert {w.unit for w in works} == {"triệu đồng"}
    doubts = {d.subject: d for d in ward().doubts}
    assert "3,000" in doubts["investment/6/total"].reason_vi  # what the printed total leaves, said but not taken
    assert doubts["investment/4/total"].confidence < 0.9  # 4,000 this year out of 3,000
    assert works[3].name.startswith("Xây dựng Trung tâm điều hành thông minh IOC")
    assert works[3].location == "Phường Kiến An"


@needs_shared
def test_ward_projects() -> None:
    paper = ward()
    assert [t.stt for t in paper.tasks] == [str(n) for n in range(1, 19)]
    for task in paper.tasks:
        number = int(task.stt or 0)
        (lead,) = task.bodies(Role.LEAD)
        assert lead.name == LEADS[number]
        assert lead.agency is not None
        due = DUE.get(number)
        span = (date(due[0], 1, 1), date(due[1], 12, 31)) if due else (None, None)
        assert (task.deadline.start, task.deadline.end) == span, task.stt
    assert {t.stt for t in paper.tasks if t.deadline.kind is DeadlineKind.RECURRING} == {"1", "4"}
    assert paper.tasks[11].title.text.endswith("thành phố giao")
    assert "annex/2/end" in {d.subject for d in paper.doubts}


@needs_shared
def test_ward_orders_and_provisions() -> None:
    paper = ward()
    leads = [b.agency for o in paper.orders for b in o.bodies(Role.LEAD)]
    assert leads == [
        agency("dang-uy-ubnd"),
        agency("dang-uy-ubnd"),  # its verb is ruined, its place in the list is not
        agency("dang-uy-ubnd"),
        agency("uy-ban-kiem-tra-dang-uy"),
        agency("van-phong-dang-uy"),
        agency("ban-xay-dung-dang-dang-uy"),
    ]
    keys = [p.key for p in paper.provisions]
    assert [k for k in keys if "." not in k] == ["I", "II", "IV"]
    assert {"I.2.3", "II.2.2", "II.3.1", "II.3.2", "II.3.3", "IV.7"} <= set(keys)
    doubts = {d.subject for d in paper.doubts}
    assert {"provision/IV/number", "provision/IV.2/order"} <= doubts


@needs_shared
def test_ward_loses_no_line_of_its_annexes() -> None:
    paper = ward()
    (path,) = (SHARED / "corpus").glob("004_*.txt")
    places = [d.place for d in paper.doubts if d.place] + [i.place for i in paper.investments]
    places += [c.place for t in paper.tasks for c in t.cells]
    kept = "".join("".join(p.text.split()) for p in places)
    lost = [line for line in _annex_lines(read_text(path).lines) if "".join(line.text.split()) not in kept]
    assert lost == []


def _annex_lines(lines: Sequence[Line]) -> list[Line]:
    return [line for annex in lay_out(lines).annexes for line in annex if line.text.strip()]


@needs_shared
def test_the_scan_that_nobody_can_read_is_refused_in_one_line() -> None:
    path = SHARED / "wild" / "059-angiang-ctph-2017-ocr.txt"
    with pytest.raises(UnreadablePaperError) as refusal:
        extract_ruined(read_text(path), register=register())
    assert "\n" not in str(refusal.value)
    assert path.name in str(refusal.value)
