"""The process that parses queries for the service: `python -m directive_kg.serve.read_query`.

One JSON object a line, in and out. A query that takes too long or too much memory to parse ends this process and not
the service.
"""

import json
import sys
import threading
from typing import Final, get_args

from directive_kg.errors import UsageError
from directive_kg.serve.memory import give_back
from directive_kg.store.guard import Form, allow

READY: Final = "ready"
# Long queries are deep trees for the parser: room for them is made here, where nothing else is at stake.
_DEPTH: Final = 20_000
_STACK: Final = 256 << 20
_LONG: Final = 2_000  # characters of a query whose tree is worth giving back


def judge(query: str) -> dict[str, str]:
    """The text that may run and its form, or why it may not."""
    forms: tuple[Form, ...] = get_args(Form)
    try:
        text = allow(query, *forms)
    except UsageError as error:
        return {"error": str(error)}
    return {"text": text, "form": next(form for form in forms if _is(text, form))}


def _is(text: str, form: Form) -> bool:
    try:
        allow(text, form)
    except UsageError:
        return False
    return True


def _work() -> None:
    sys.setrecursionlimit(_DEPTH)
    for line in sys.stdin:
        _say(judge(json.loads(line)))
        if len(line) > _LONG:
            give_back()


def _say(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _say(READY)
    threading.stack_size(_STACK)
    worker = threading.Thread(target=_work)
    worker.start()
    worker.join()
