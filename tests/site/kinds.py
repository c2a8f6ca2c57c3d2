"""One page of every kind, of the fixture papers."""

from typing import Final

PLAN: Final = "ubnd-tp-hai-phong/2026/7001-kh-ubnd"

PAGE_OF_KIND: Final = {
    "home": "index.html",
    "trace": "trace/quoc-hoi-2025-900-2025-qh15.html",
    "trace by quarter": "trace/quoc-hoi-2025-900-2025-qh15.theo-quy.html",
    "trace matrix": "trace/quoc-hoi-2025-900-2025-qh15.ma-tran.html",
    "traces": "trace/index.html",
    "paper": f"paper/{PLAN}/index.html",
    "papers": "paper/index.html",
    "matrix": f"paper/{PLAN}/ma-tran.html",
    "task": f"task/{PLAN}/14.html",
    "body": "body/so-tai-chinh-tp-hai-phong.html",
    "bodies": "body/index.html",
    "deadlines": "deadlines.html",
    "group": "deadlines/thang-2026-06.html",
    "checks": "checks.html",
    "rule": "checks/R1-nguoi.html",
    "question": "questions/tasks-under-directive.html",
    "questions": "questions/index.html",
    "search": "search.html",
    "about": "about.html",
}
