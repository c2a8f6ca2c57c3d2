"""Words of the generated papers: none of them is from a real one."""

from typing import Final

VERBS: Final = ("Rà soát, bổ sung", "Xây dựng", "Tổ chức triển khai", "Hoàn thiện", "Kiểm tra, đánh giá", "Công bố")
THINGS: Final = (
    "danh mục thủ tục",
    "cơ sở dữ liệu dùng chung",
    "quy trình nội bộ",
    "chương trình đào tạo",
    "bộ tiêu chí",
)
FIELDS: Final = (
    "đất đai",
    "tài chính",
    "giáo dục",
    "y tế",
    "xây dựng",
    "khoa học và công nghệ",
    "nội vụ",
    "công thương",
)
PRODUCTS: Final = (
    ("Báo cáo", "bao-cao"),
    ("Quyết định", "quyet-dinh"),
    ("Kế hoạch", "ke-hoach"),
    ("Văn bản", "van-ban"),
)
PURPOSES: Final = (
    "bảo đảm đồng bộ với cơ sở dữ liệu",
    "nâng cao chất lượng phục vụ người dân trong lĩnh vực",
    "tháo gỡ khó khăn, vướng mắc về",
    "gắn với cải cách hành chính ngành",
    "tăng cường phân cấp, phân quyền về",
    "đáp ứng yêu cầu quản lý nhà nước về",
    "đẩy mạnh ứng dụng công nghệ số trong ngành",
    "phù hợp với tình hình thực tế của địa phương về",
)
COLUMNS: Final = ("stt", "title", "deliverable", "deadline", "lead", "coordinating", "authority")
