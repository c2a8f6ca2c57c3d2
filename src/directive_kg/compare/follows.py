"""Whether an annex goes through the body of its paper, so that what is missing on either side is an exception (C9, C10)."""

import re
from typing import Final

from directive_kg.names import fold
from directive_kg.records import Origin, Paper

_ROWS: Final = 0.5  # share of the rows that belong to a provision, from which on the annex follows the body
_PROVISIONS: Final = 0.4  # share of the provisions with work that have rows; below it the annex is a selection
_ORGANISING: Final = re.compile(r"^(?:cong tac )?to chuc (?:trien khai )?thuc hien")


def follows_body(paper: Paper) -> bool:
    """Only rows of an annex count: a labelled item stands in the body itself. Who organises the work needs no row."""
    rows = [task for task in paper.tasks if task.parent is None and task.origin is Origin.ANNEX_ROW]
    homes = {task.provision for task in rows if task.provision is not None}
    with_home = sum(task.provision is not None for task in rows)
    working = _working(paper)
    covered = sum(any(home == key or home.startswith(f"{key}.") for home in homes) for key in working)
    return bool(rows) and with_home >= _ROWS * len(rows) and covered >= _PROVISIONS * len(working)


def _working(paper: Paper) -> list[str]:
    """Keys of the provisions that order work, those that only say who organises it left out."""
    by_key = {provision.key: provision for provision in paper.provisions}
    found = []
    for provision in paper.provisions:
        above = provision if provision.orders_work else None
        organising = False
        while above is not None and not organising:
            organising = bool(above.heading and _ORGANISING.match(fold(above.heading)))
            above = by_key.get(above.parent or "")
        if provision.orders_work and not organising:
            found.append(provision.key)
    return found
