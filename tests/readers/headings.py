"""What offices write over each column of a task table: one of these is taken for a paper that a test makes."""

from collections.abc import Mapping, Sequence
from typing import Final

HEADINGS: Final[Mapping[str, Sequence[str]]] = {
    "stt": ("STT", "TT", "Số TT"),
    "title": ("Nhiệm vụ", "Nội dung nhiệm vụ", "Nội dung công việc"),
    "deliverable": ("Sản phẩm", "Kết quả", "Sản phẩm đầu ra"),
    "deadline": ("Thời gian", "Thời hạn hoàn thành", "Tiến độ"),
    "lead": ("Cơ quan chủ trì", "Đơn vị chủ trì", "Chủ trì thực hiện"),
    "coordinating": ("Cơ quan phối hợp", "Đơn vị phối hợp"),
    "authority": ("Cấp trình", "Thẩm quyền", "Cấp phê duyệt"),
    "directing_leader": ("Lãnh đạo chỉ đạo", "Lãnh đạo phụ trách"),
}
