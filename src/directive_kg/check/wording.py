"""The words of the reports, in both languages."""

from typing import Final

from directive_kg.check.findings import Because, Bilingual, Severity, Spot, State

SEVERITY: Final = {
    Severity.VIOLATION: Bilingual("vi phạm", "violation"),
    Severity.WARNING: Bilingual("cảnh báo", "warning"),
    Severity.INFO: Bilingual("lưu ý", "info"),
}
STATE: Final = {
    State.PASSED: Bilingual("đạt", "passed"),
    State.FAILED: Bilingual("có lỗi", "failed"),
    State.NOTHING_CHECKED: Bilingual("không có gì để kiểm tra", "nothing checked"),
    State.BROKEN: Bilingual("quy tắc hỏng", "broken rule"),
    State.WAIVED: Bilingual("đã chấp nhận", "waived"),
}

BECAUSE: Final = {
    Because.EXPIRED: Bilingual("hết hạn chấp nhận", "the acceptance is over"),
    Because.CHANGED: Bilingual("ô đã đổi chữ sau khi chấp nhận", "the cell changed after it was accepted"),
    Because.ENDED: Bilingual("đã thôi chấp nhận", "the acceptance was ended"),
}
FIELD: Final = {
    "stt": Bilingual("STT", "No."),
    "title": Bilingual("Nhiệm vụ", "Task"),
    "deliverable": Bilingual("Sản phẩm", "Deliverable"),
    "deadline": Bilingual("Thời hạn", "Deadline"),
    "lead": Bilingual("Cơ quan chủ trì", "Lead body"),
    "coordinating": Bilingual("Cơ quan phối hợp", "Coordinating bodies"),
    "authority": Bilingual("Cấp có thẩm quyền", "Approving authority"),
    "directing_leader": Bilingual("Lãnh đạo chỉ đạo", "Directing leader"),
    "advising": Bilingual("Cơ quan tham mưu", "Advising body"),
    "number": Bilingual("Số, ký hiệu", "Number"),
    "date": Bilingual("Ngày ban hành", "Date of issue"),
    "type": Bilingual("Loại văn bản", "Type"),
    "issuer": Bilingual("Cơ quan ban hành", "Issuer"),
    "signatory": Bilingual("Người ký", "Signed by"),
    "signatory_role": Bilingual("Chức vụ", "Post"),
    "resources": Bilingual("Nguồn lực", "Resources"),
    "funding": Bilingual("Kinh phí", "Funding"),
    "note": Bilingual("Ghi chú", "Note"),
    "basis": Bilingual("Căn cứ", "Basis"),
    "citation": Bilingual("Chỗ viện dẫn", "Citation"),
    "agent": Bilingual("Tên cơ quan", "Body"),
    "self": Bilingual("Nội dung", "Words"),
}
FINDING_STATE: Final = {
    "open": Bilingual("còn mở", "open"),
    "new": Bilingual("mới", "new"),
    "returned": Bilingual("trở lại", "returned"),
    "accepted": Bilingual("đã chấp nhận", "accepted"),
}
NO_BODY: Final = Bilingual("Chưa rõ đơn vị", "No body known")
NO_PAPER: Final = Bilingual("Ngoài văn bản", "Outside the papers")


def field(name: str) -> Bilingual:
    """What a cell is called; a column of the paper's own keeps its own name."""
    return FIELD.get(name, Bilingual(name, name))


def place(spot: Spot) -> str:
    """'tệp, trang 5, hàng 36, cột 5'; only what is known."""
    parts = [spot.file or ""]
    parts += [f"{name} {number}" for name, number in _numbers(spot) if number is not None]
    return ", ".join(part for part in parts if part)


def _numbers(spot: Spot) -> tuple[tuple[str, int | None], ...]:
    line = None if spot.row or spot.page else spot.line
    return ("trang", spot.page), ("dòng", line), ("hàng", spot.row), ("cột", spot.column)
