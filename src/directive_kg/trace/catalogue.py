"""The canned questions of queries/: each .rq file with its metadata (queries/README.md), as frozen records."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, Literal, NoReturn, cast, get_args

from directive_kg.errors import BrokenGraphError, UnknownNameError
from directive_kg.trace.nearest import nearest, one_line

Answer = Literal["table", "tree", "chart"]
ColumnType = Literal["iri", "text", "date", "integer", "number"]

_NAME: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_VARIABLE: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_TERM: Final = re.compile(r'<[^<>"{}|\\^`\s]+>|"[^"\\\r\n]*"')
# Names that the command line keeps for itself.
_RESERVED: Final = frozenset({"graph", "store", "endpoint", "format", "list", "help"})


class ParameterType(StrEnum):
    """What a parameter takes, and so how a typed value is checked."""

    IRI = "iri"
    TEXT = "text"
    DATE = "date"
    INTEGER = "integer"
    CHOICE = "choice"
    DIRECTIVE = "directive"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Label:
    """A text for people in both languages."""

    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a parameter of type `choice` can take."""

    code: str  # what a person types
    term: str  # the RDF term as the query has it, e.g. '<https://…/role/lead>'
    title: Label


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question asks back before it can be answered."""

    name: str
    type: ParameterType
    title: Label
    example: str  # as a person would type it
    choices: tuple[Choice, ...] = ()

    @property
    def line(self) -> re.Pattern[str]:
        """The one line of the query that the value replaces."""
        return re.compile(rf"[ \t]*VALUES \?{self.name} \{{[^{{}}]*\}}[ \t]*")


@dataclass(frozen=True, slots=True)
class Column:
    """One variable of the answer."""

    variable: str
    type: ColumnType
    title: Label


@dataclass(frozen=True, slots=True)
class Question:
    """A canned question: its metadata, and the query with example values in it."""

    name: str
    title: Label
    description: Label
    answer: Answer
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    query: str
    needs: str | None = None  # the graph, by its name, that a store has to have besides the papers


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All questions of a folder, by name."""

    questions: Mapping[str, Question]

    def __iter__(self) -> Iterator[Question]:
        """The questions in the order of their names."""
        return iter(sorted(self.questions.values(), key=lambda q: q.name))

    def get(self, name: str) -> Question:
        """The question of that name. Raises UnknownNameError with the nearest names."""
        if found := self.questions.get(name):
            return found
        hint = ", ".join(nearest(name, self.questions)) or ", ".join(sorted(self.questions))
        raise UnknownNameError(
            f"không có câu hỏi '{one_line(name)}'; gần nhất: {hint} / no such question; `query --list` shows all"
        )


def load_catalogue(folder: Path) -> Catalogue:
    """Every `.rq` file of the folder. Raises BrokenGraphError with file and line where one is not as it should be."""
    paths = sorted(folder.glob("*.rq"))
    if not paths:
        raise BrokenGraphError(f"{folder}: không có câu hỏi nào / holds no .rq file")
    return Catalogue({path.stem: read_question(path) for path in paths})


def read_question(path: Path) -> Question:
    """One `.rq` file. Raises BrokenGraphError with file and line where it is not as queries/README.md says."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenGraphError(f"{path.name}: không đọc được / cannot be read: {error}") from error
    return _Header(path.name, text).question(path.stem)


class _Header:
    """The `#+` lines of one file, taken by key; what is left over in the end is a mistake."""

    def __init__(self, file: str, text: str) -> None:
        self._file = file
        self._text = text
        self._entries: dict[str, tuple[int, str]] = {}
        lines = text.splitlines()
        for number, line in enumerate(lines, start=1):
            if not line.startswith("#+"):
                break
            key, colon, value = line.removeprefix("#+").strip().partition(": ")
            if not colon or not value.strip():
                self._fail(number, "cần 'khóa: giá trị' / needs 'key: value'")
            if key in self._entries:
                self._fail(number, f"khóa '{key}' viết hai lần / key written twice")
            self._entries[key] = (number, value.strip())

    def question(self, stem: str) -> Question:
        name = self._take("name")
        if name != stem or not _NAME.fullmatch(name):
            self._fail(1, "name phải là tên tệp, chữ thường và gạch nối / name must be the file's, in kebab-case")
        title, description = self._label("title"), self._label("description")
        answer = self._one_of("answer", get_args(Answer))
        needs = self._take("needs") if "needs" in self._entries else None
        parameters = tuple(self._parameter(key.partition(".")[2]) for key in self._keys("parameter."))
        columns = tuple(self._column(key.partition(".")[2]) for key in self._keys("column."))
        for key, (number, _) in self._entries.items():
            self._fail(number, f"khóa lạ '{key}' / unknown key")
        if not columns:
            self._fail(1, "không có cột nào / no column")
        return Question(name, title, description, cast(Answer, answer), parameters, columns, self._text, needs)

    def _parameter(self, name: str) -> Parameter:
        number, (type_, vi, en, example) = self._fields(f"parameter.{name}", 4)
        if not _VARIABLE.fullmatch(name) or name in _RESERVED:
            self._fail(number, f"tên tham số không dùng được: {name} / not a usable name")
        if type_ not in set(ParameterType):
            self._fail(number, f"kiểu tham số lạ: {type_} / unknown type")
        kind = ParameterType(type_)
        choices = tuple(self._choice(key) for key in self._keys(f"choice.{name}."))
        if (kind is ParameterType.CHOICE) != bool(choices):
            self._fail(
                number, "kiểu choice cần các dòng choice, kiểu khác thì không / only type choice has choice lines"
            )
        parameter = Parameter(name, kind, Label(vi, en), example, choices)
        if sum(bool(parameter.line.fullmatch(line)) for line in self._text.splitlines()) != 1:
            self._fail(number, f"cần đúng một dòng 'VALUES ?{name} {{ … }}' / needs exactly one such line")
        return parameter

    def _choice(self, key: str) -> Choice:
        number, (term, vi, en) = self._fields(key, 3)
        if not _TERM.fullmatch(term):
            self._fail(number, "không phải IRI hay chuỗi RDF / not an IRI or a plain literal")
        return Choice(key.rpartition(".")[2], term, Label(vi, en))

    def _column(self, variable: str) -> Column:
        number, (type_, vi, en) = self._fields(f"column.{variable}", 3)
        if not _VARIABLE.fullmatch(variable) or type_ not in get_args(ColumnType):
            self._fail(number, f"cột không hợp lệ: {variable} {type_} / not a valid column")
        return Column(variable, cast(ColumnType, type_), Label(vi, en))

    def _label(self, key: str) -> Label:
        return Label(self._take(f"{key}.vi"), self._take(f"{key}.en"))

    def _one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        number = self._entries.get(key, (1, ""))[0]
        value = self._take(key)
        if value not in allowed:
            self._fail(number, f"{key} phải là một trong / must be one of: {', '.join(allowed)}")
        return value

    def _fields(self, key: str, count: int) -> tuple[int, list[str]]:
        number = self._entries[key][0]
        fields = [field.strip() for field in self._take(key).split(" | ")]
        if len(fields) != count or not all(fields):
            self._fail(number, f"{key} cần {count} phần cách nhau bằng ' | ' / needs {count} fields")
        return number, fields

    def _keys(self, prefix: str) -> list[str]:
        return [key for key in self._entries if key.startswith(prefix)]

    def _take(self, key: str) -> str:
        if key not in self._entries:
            self._fail(1, f"thiếu '{key}' / missing")
        return self._entries.pop(key)[1]

    def _fail(self, line: int, what: str) -> NoReturn:
        raise BrokenGraphError(f"{self._file}:{line}: {what}")
