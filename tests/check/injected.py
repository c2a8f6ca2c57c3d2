"""An invented plan of the city, written as its clerk would, in which tests spoil one thing at a time."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from directive_kg.check.engine.checker import run_fast_check
from directive_kg.check.findings import CheckReport
from directive_kg.check.shapes import ShapeSet
from directive_kg.extract.paper import extract_paper
from directive_kg.graph.files import load_union
from directive_kg.ingest import Ingest
from directive_kg.register import Register

COLUMNS = ("title", "deliverable", "deadline", "lead", "coordinating", "authority")
HEADS = "STT\tNhiệm vụ\tKết quả/Sản phẩm\tThời hạn\tCơ quan chủ trì\tCơ quan phối hợp\tThẩm quyền"
CITY = "Ủy ban nhân dân thành phố"
OTHERS = "Các sở, ban, ngành, địa phương"
# Number of the row -> what it says, in the order of COLUMNS; the three parts of 9 are dash rows.
ROWS: dict[str, tuple[str, ...]] = {
    "1": ("Xây dựng Kế hoạch nạo vét bến nước trên sông Mẫu", "Kế hoạch", "Tháng 6/2026", "Sở Xây dựng", OTHERS, CITY),
    "2": (
        "Xây dựng Đề án trồng cây ven sông Mẫu giai đoạn 2026 - 2030",
        "Đề án",
        "Quý III/2026",
        "Sở Nông nghiệp và Môi trường",
        OTHERS,
        CITY,
    ),
    "3": (
        "Tham mưu Nghị quyết của Hội đồng nhân dân thành phố về hỗ trợ chủ thuyền",
        "Nghị quyết",
        "Tháng 12/2026",
        "Sở Tài chính",
        OTHERS,
        "Hội đồng nhân dân thành phố",
    ),
    "4": (
        "Tuyên truyền về an toàn bến nước tới người dân ven sông",
        "Báo cáo",
        "Thường xuyên",
        "Sở Văn hóa, Thể thao và Du lịch",
        OTHERS,
        CITY,
    ),
    "5": (
        "Duy trì đường dây nóng cứu nạn trên sông Mẫu",
        "Báo cáo",
        "Thường xuyên",
        "Sở Y tế",
        "Công an thành phố",
        CITY,
    ),
    "6": (
        "Tham mưu Nghị quyết của Ban Thường vụ Thành ủy về kinh tế ven sông",
        "Nghị quyết",
        "Quý IV/2026",
        "Sở Tài chính",
        OTHERS,
        "Ban Thường vụ Thành ủy",
    ),
    "7": (
        "Thống kê lao động làm nghề chài lưới, tiền lương và việc làm ven sông",
        "Báo cáo",
        "Năm 2026",
        "Sở Nội vụ",
        OTHERS,
        CITY,
    ),
    "8": (
        "Tổng hợp, quyết toán ngân sách chi cho bến nước",
        "Báo cáo",
        "Trước ngày 31/12/2026",
        "Sở Tài chính",
        OTHERS,
        CITY,
    ),
}
BODY = (
    "1. Lĩnh vực xây dựng\n\nXây dựng Kế hoạch nạo vét bến nước trên sông Mẫu, hoàn thành trong tháng 6/2026.\n",
    "2. Lĩnh vực nông nghiệp và môi trường\n\nXây dựng Đề án trồng cây ven sông Mẫu giai đoạn 2026 - 2030.\n",
    "3. Lĩnh vực tài chính\n\nTham mưu Nghị quyết của Hội đồng nhân dân thành phố về hỗ trợ chủ thuyền. Tổng hợp, quyết toán "
    "ngân sách chi cho bến nước. Tham mưu Nghị quyết của Ban Thường vụ Thành ủy về kinh tế ven sông.\n",
    "4. Lĩnh vực văn hóa\n\nTuyên truyền về an toàn bến nước tới người dân ven sông.\n",
    "5. Lĩnh vực y tế\n\nDuy trì đường dây nóng cứu nạn trên sông Mẫu.\n",
    "6. Lĩnh vực nội vụ\n\nThống kê lao động làm nghề chài lưới, tiền lương và việc làm ven sông.\n",
)


@dataclass(frozen=True)
class Plan:
    """What the paper says; a test replaces one part."""

    number: str = "Số: 901/KH-UBND"
    day: str = "Hải Phòng, ngày 10 tháng 3 năm 2026"
    name: str = "KẾ HOẠCH"
    title: str = "Triển khai thực hiện Nghị quyết số 900/2025/QH15 về bến nước"
    opening: str = (
        "Thực hiện Nghị quyết số 900/2025/QH15 ngày 10/12/2025 của Quốc hội về bến nước, Ủy ban nhân dân thành phố "
        "xây dựng kế hoạch như sau:"
    )
    body: tuple[str, ...] = BODY
    rows: dict[str, tuple[str, ...]] = field(default_factory=lambda: dict(ROWS))
    heads: str = HEADS

    def cell(self, row: str, column: str, words: str) -> "Plan":
        """The plan with another cell."""
        cells = list(self.rows[row])
        cells[COLUMNS.index(column)] = words
        return replace(self, rows={**self.rows, row: tuple(cells)})

    def text(self) -> str:
        """The paper."""
        lines = [self.heads, *("\t".join((f"{stt}.", *cells)) for stt, cells in self.rows.items())]
        return "\n".join(
            (
                "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HẢI PHÒNG\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n",
                f"{self.number}\n\n{self.day}\n\n{self.name}\n\n{self.title}\n\n{self.opening}\n",
                "I. NHIỆM VỤ, GIẢI PHÁP CỤ THỂ\n",
                "\n".join(self.body),
                "II. TỔ CHỨC THỰC HIỆN\n\nCác sở, ban, ngành theo dõi, báo cáo kết quả.\n",
                "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNguyễn Văn Mẫu\n",
                "PHỤ LỤC\nPHÂN CÔNG NHIỆM VỤ\n(Kèm theo Kế hoạch số 901/KH-UBND ngày 10/3/2026 của Ủy ban nhân dân thành phố)\n",
                "\n".join(lines),
                "",
            )
        )


def graph_of(folder: Path, bodies: Register, *plans: "Plan | str") -> Path:
    """A graph folder with these papers."""
    ingest = Ingest(folder / "graph")
    for number, plan in enumerate(plans):
        path = folder / f"van-ban-{number}.txt"
        path.write_text(plan if isinstance(plan, str) else plan.text(), encoding="utf-8")
        ingest.add(extract_paper(path, bodies))
    ingest.finish()
    return folder / "graph"


def report_of(graph: Path, shapes: ShapeSet) -> CheckReport:
    """All findings in it."""
    report, _ = run_fast_check(load_union(graph), shapes)
    return report


def only(shapes: ShapeSet, *rules: str) -> ShapeSet:
    """The shapes of some rules, named by the first part of their code."""
    return replace(shapes, shapes=tuple(shape for shape in shapes.shapes if shape.code.split("-")[0] in rules))


def found(report: CheckReport) -> set[tuple[str, str]]:
    """Code and row of each finding that is no matter of what else is held."""
    return {(f.code.split("-")[0], f.task_label) for f in report.findings if not f.code.startswith("C3")}
