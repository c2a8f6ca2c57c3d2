"""Templates and contexts -> the text of a page. A template is given its context and nothing else."""

import re
from functools import cache, lru_cache
from typing import Final, Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.runtime import Macro

from directive_kg.site.pieces import Frame
from directive_kg.site.words import Label

# Characters that show nothing, or turn the text around them: shown by their numbers, so that nobody is misled.
UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]"
)

_SMALL: Final = "_small.html"  # its macros depend on nothing but their arguments
_REMEMBERED: Final = 8192  # answers kept of each of them


class Context(Protocol):
    """What every page context has."""

    @property
    def frame(self) -> Frame: ...


def render(template: str, context: Context) -> str:
    """The HTML of one page. Raises jinja2.UndefinedError for a name that the context lacks."""
    return visible(_environment().get_template(template).render(page=context, frame=context.frame))


def not_found() -> str:
    """The page for an address that leads nowhere, for a server whose site begins at '/'."""
    frame = Frame("404.html", "/", Label("Không có trang này", "No such page"), "", "", "")
    return visible(_environment().get_template("not_found.html").render(frame=frame))


def visible(text: str) -> str:
    """The text with its control and direction marks made visible.

    >>> visible("ab\u202ecd")
    'ab[U+202E]cd'
    """
    if text.isprintable() or text.replace("\n", "").isprintable():
        return text  # nearly every text; asking so takes half the time
    return UNSEEN.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("directive_kg.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    # Every template that imports the small pieces is given this one module: a body's link is made once, not a million times.
    small = environment.get_template(_SMALL).module
    for name, macro in vars(small).items():
        if isinstance(macro, Macro):
            setattr(small, name, lru_cache(maxsize=_REMEMBERED)(macro))
    return environment
