"""The index of a graph folder: of each paper, what it can be found by, and what was found for it. Derived, never the truth.

One SQLite file, `.index.sqlite`, hidden so that no reader of graph/ takes it for a part of it. JSON inside, no code.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from directive_kg.compare.tasks import Side, sides_of
from directive_kg.graph.fulfilled import product_of, promises_of
from directive_kg.graph.local_agencies import codes_of
from directive_kg.graph.resolve import Mention, mentions_of
from directive_kg.names import fold_number, slug
from directive_kg.records import Citation, CitationRole, Paper

INDEX: Final = ".index.sqlite"
# What an index is made in another way for: it is thrown away and made again.
_LAYOUT: Final = "1"
_TABLES: Final = """
CREATE TABLE made (mark TEXT, kept INTEGER);
CREATE TABLE paper (
    id INTEGER PRIMARY KEY, key TEXT UNIQUE, path TEXT UNIQUE, size INTEGER, changed INTEGER, sha256 TEXT,
    source TEXT, occasion TEXT, written TEXT, home TEXT,
    stale INTEGER DEFAULT 1, links_size INTEGER, links_changed INTEGER
);
CREATE INDEX paper_source ON paper (source);
CREATE INDEX paper_occasion ON paper (occasion) WHERE occasion IS NOT NULL;
CREATE INDEX paper_stale ON paper (stale) WHERE stale;
CREATE TABLE former (iri TEXT, paper INTEGER REFERENCES paper ON DELETE CASCADE, PRIMARY KEY (iri, paper)) WITHOUT ROWID;
CREATE INDEX former_paper ON former (paper);
CREATE TABLE mention (
    id INTEGER PRIMARY KEY, paper INTEGER REFERENCES paper ON DELETE CASCADE, citation TEXT, slug TEXT, agency TEXT,
    number TEXT, date TEXT, told TEXT, resolved TEXT
);
CREATE INDEX mention_paper ON mention (paper);
CREATE INDEX mention_slug ON mention (slug);
CREATE INDEX mention_number ON mention (number, agency, date DESC) WHERE agency IS NOT NULL;
CREATE TABLE said (
    paper INTEGER REFERENCES paper ON DELETE CASCADE, of TEXT, lines TEXT, PRIMARY KEY (paper, of)
) WITHOUT ROWID;
CREATE INDEX said_of ON said (of);
CREATE TABLE carried (
    paper INTEGER REFERENCES paper ON DELETE CASCADE, carrying TEXT, carried TEXT, PRIMARY KEY (carrying, carried, paper)
) WITHOUT ROWID;
CREATE INDEX carried_paper ON carried (paper);
CREATE TABLE promise (paper INTEGER REFERENCES paper ON DELETE CASCADE, task TEXT, name TEXT, day TEXT);
CREATE INDEX promise_paper ON promise (paper);
CREATE INDEX promise_name ON promise (name);
CREATE TABLE named (code TEXT, paper INTEGER REFERENCES paper ON DELETE CASCADE, PRIMARY KEY (code, paper)) WITHOUT ROWID;
CREATE INDEX named_paper ON named (paper);
CREATE TABLE task (id INTEGER PRIMARY KEY, paper INTEGER REFERENCES paper ON DELETE CASCADE, told TEXT, matches TEXT);
CREATE INDEX task_paper ON task (paper);
CREATE TABLE run (run INTEGER, rank INTEGER, task INTEGER, PRIMARY KEY (run, rank, task)) WITHOUT ROWID;
"""
_MENTIONS: Final = (
    "SELECT m.id, p.id, m.resolved, p.key, p.written, m.citation, m.told FROM mention m JOIN paper p ON p.id = m.paper"
)

TaskRow = tuple[int, str | None, Side]  # the paper, what the task matched, and itself


@dataclass(slots=True)
class Touched:
    """What papers that came, went or changed can concern others by."""

    slugs: set[str] = field(default_factory=set)
    numbers: set[tuple[str, str]] = field(default_factory=set)  # (folded number, code of the issuer)
    carried: set[tuple[str, str]] = field(default_factory=set)  # keys of papers, the first said to carry out the second
    promises: set[str] = field(default_factory=set)
    runs: set[tuple[int, int]] = field(default_factory=set)  # (run, rank of a task that has or had it)
    tasks: dict[int, TaskRow] = field(default_factory=dict)  # new ones
    codes: bool = True  # whether bodies may be named that were not, or the other way round


@dataclass(frozen=True, slots=True)
class Listed:
    """A paper as the index has it."""

    id: int
    key: str
    path: str  # below the graph folder


class Index:
    """The index of one graph folder, or one in memory."""

    def __init__(self, path: Path | None, mark: str) -> None:
        """Open it. One that was made for another `mark`, in another way, or that is no index, is begun anew."""
        self.touched = Touched()
        self._path = path
        self.db = self._open()
        whole = f"{_LAYOUT} {mark}"
        if self._mark() != whole:
            self.db.close()
            if path is not None:
                for left in (path, path.with_name(f"{path.name}-journal")):
                    left.unlink(missing_ok=True)
            self.db = self._open()
            self.db.executescript(_TABLES)
            self.db.execute("INSERT INTO made VALUES (?, 0)", (whole,))
            self.db.commit()
        self.db.execute("PRAGMA foreign_keys = ON")
        self.db.execute("PRAGMA cache_size = -65536")  # KiB

    def _open(self) -> sqlite3.Connection:
        # A service opens it in one thread and closes it in another; who writes has the folder alone.
        return sqlite3.connect(":memory:" if self._path is None else self._path, check_same_thread=False)

    def _mark(self) -> str | None:
        try:
            found = self.db.execute("SELECT mark FROM made").fetchone()
        except sqlite3.DatabaseError:
            return None
        return found[0] if found else None

    def close(self) -> None:
        """Let go of it; what was not kept is as it was."""
        self.db.close()

    def kept(self) -> int:
        """When `keep` was last called; 0 for never."""
        return int(self.db.execute("SELECT kept FROM made").fetchone()[0])

    def keep(self, now: int) -> None:
        """Make everything until here last; `now` in nanoseconds since the epoch."""
        self.db.execute("UPDATE made SET kept = ?", (now,))
        self.db.commit()

    # Papers in and out

    def put(
        self, paper: Paper, path: str, *, state: tuple[int, int, str], former: Iterable[str], occasion: str | None
    ) -> None:
        """Take a paper in, in place of one of its key or at its path; `state` is its file's size, time and fingerprint."""
        for old in self.db.execute("SELECT id FROM paper WHERE key = ? OR path = ?", (paper.key, path)).fetchall():
            self.remove(old[0])
        row = (paper.key, path, *state, paper.source.sha256, occasion, paper.header.date, paper.home)
        number = self.db.execute(
            "INSERT INTO paper (key, path, size, changed, sha256, source, occasion, written, home) VALUES (?,?,?,?,?,?,?,?,?)",
            row,
        ).lastrowid
        assert number is not None
        self.db.executemany("INSERT OR IGNORE INTO former VALUES (?, ?)", [(iri, number) for iri in former])
        self._put_mentions(number, paper)
        promises = [*promises_of(paper), *filter(None, [product_of(paper)])]
        self.db.executemany(
            "INSERT INTO promise VALUES (?, ?, ?, ?)", [(number, p.task, p.name, p.day) for p in promises]
        )
        self.touched.promises.update(promise.name for promise in promises)
        self.db.executemany("INSERT OR IGNORE INTO named VALUES (?, ?)", [(code, number) for code in codes_of(paper)])
        for side in sides_of(paper):
            task = self.db.execute("INSERT INTO task (paper, told) VALUES (?, ?)", (number, _told_side(side))).lastrowid
            assert task is not None
            self.db.executemany("INSERT INTO run VALUES (?, ?, ?)", [(run, side.rank, task) for run in side.runs])
            self.touched.runs.update((run, side.rank) for run in side.runs)
            self.touched.tasks[task] = (number, None, side)
        self._touch(paper.key)

    def _put_mentions(self, number: int, paper: Paper) -> None:
        rows = []
        for mention in mentions_of(paper):
            cited = mention.citation
            folded, agency = fold_number(mention.number), cited.issuer_agency if cited else None
            rows.append((
                number, cited.key if cited else None, slug(mention.number), agency, folded,
                cited.date if cited else None, _told_mention(mention),
            ))  # fmt: skip
            self.touched.slugs.add(slug(mention.number))
            if agency is not None:
                self.touched.numbers.add((folded, agency))
        self.db.executemany(
            "INSERT INTO mention (paper, citation, slug, agency, number, date, told) VALUES (?, ?, ?, ?, ?, ?, ?)", rows
        )

    def remove(self, number: int) -> None:
        """Take a paper out."""
        (key,) = self.db.execute("SELECT key FROM paper WHERE id = ?", (number,)).fetchone()
        self.touched.slugs.update(self._column("SELECT slug FROM mention WHERE paper = ?", number))
        numbers = "SELECT number, agency FROM mention WHERE paper = ? AND agency IS NOT NULL"
        self.touched.numbers.update(self.db.execute(numbers, (number,)))
        carried = "SELECT carrying, carried FROM carried WHERE paper = ?"
        self.touched.carried.update(self.db.execute(carried, (number,)))
        self.touched.promises.update(self._column("SELECT name FROM promise WHERE paper = ?", number))
        for task, told in self.db.execute("SELECT id, told FROM task WHERE paper = ?", (number,)).fetchall():
            side = _side(key, told)
            runs = [(run, side.rank) for run in side.runs]
            self.db.executemany("DELETE FROM run WHERE run = ? AND rank = ? AND task = ?", [(*r, task) for r in runs])
            self.touched.runs.update(runs)
            self.touched.tasks.pop(task, None)
        self.db.execute("DELETE FROM paper WHERE id = ?", (number,))
        self._touch(key)

    def _touch(self, key: str) -> None:
        # A paper that is only cited is named after its number, unless a paper that we hold has that name.
        self.touched.slugs.add(key.rsplit("/", 1)[-1])
        self.touched.codes = True

    # Looking up

    def _column(self, query: str, *values: object) -> list[str]:
        return [row[0] for row in self.db.execute(query, values)]

    def _listed(self, condition: str, *values: object) -> list[Listed]:
        found = self.db.execute(f"SELECT id, key, path FROM paper WHERE {condition} ORDER BY key", values)  # noqa: S608
        return [Listed(*row) for row in found]

    def at(self, key: str) -> Listed | None:
        """The paper of a key."""
        return next(iter(self._listed("key = ?", key)), None)

    def of_source(self, sha256: str) -> list[Listed]:
        """The papers that were read from a file of these bytes, by key."""
        return self._listed("source = ?", sha256)

    def of_occasion(self, occasion: str) -> list[Listed]:
        """The papers without number of one issuer, month and purpose, by key."""
        return self._listed("occasion = ?", occasion)

    def of_former(self, iri: str) -> Listed | None:
        """The paper that had this IRI before."""
        return next(iter(self._listed("id IN (SELECT paper FROM former WHERE iri = ?)", iri)), None)

    def former(self, listed: Listed) -> list[str]:
        """The IRIs that it had before."""
        return self._column("SELECT iri FROM former WHERE paper = ?", listed.id)

    def stale(self) -> list[Listed]:
        """The papers whose links have to be written."""
        return self._listed("stale")

    def files(self) -> Iterator[tuple[int, str, int, int, str, int | None, int | None]]:
        """Of every paper: id, path, size, time and fingerprint of its file, size and time of its links, None for no file."""
        yield from self.db.execute("SELECT id, path, size, changed, sha256, links_size, links_changed FROM paper")

    def is_held(self, key: str) -> bool:
        """Whether a paper has the key."""
        return self.db.execute("SELECT 1 FROM paper WHERE key = ?", (key,)).fetchone() is not None

    def codes(self) -> list[str]:
        """Every body that a paper names."""
        return self._column("SELECT DISTINCT code FROM named")

    def homes(self) -> list[str]:
        """Every place that a paper is of."""
        return self._column("SELECT DISTINCT home FROM paper")

    # What follows

    def mark_stale(self, papers: Iterable[int]) -> None:
        """Their links say something else now."""
        self.db.executemany("UPDATE paper SET stale = 1 WHERE id = ?", [(paper,) for paper in papers])

    def written(self, paper: int, links: tuple[int, int] | None) -> None:
        """Its links are written: size and time of their file, None for none."""
        update = "UPDATE paper SET stale = 0, links_size = ?, links_changed = ? WHERE id = ?"
        self.db.execute(update, (*(links or (None, None)), paper))

    def say(self, of: str, said: dict[int, str]) -> None:
        """What follows from one thing, by paper, as N-Triples; in place of what did. Papers that it is other for are stale."""
        before = dict(self.db.execute("SELECT paper, lines FROM said WHERE of = ?", (of,)))
        changed = [paper for paper in before.keys() | said.keys() if before.get(paper) != said.get(paper)]
        self.db.executemany("DELETE FROM said WHERE paper = ? AND of = ?", [(paper, of) for paper in changed])
        new = [(paper, of, said[paper]) for paper in changed if paper in said]
        self.db.executemany("INSERT INTO said VALUES (?, ?, ?)", new)
        self.mark_stale(changed)

    def said(self, paper: int) -> str:
        """All that follows for a paper, as N-Triples."""
        return "".join(self._column("SELECT lines FROM said WHERE paper = ? ORDER BY of", paper))

    def mentions(self, of_slug: str) -> list[tuple[int, int, str | None, Mention]]:
        """Of the numbers with one slug: id of the row, of the paper, what it was resolved to, and the mention."""
        found = self.db.execute(f"{_MENTIONS} WHERE m.slug = ?", (of_slug,))
        return [(row, paper, resolved, _mention(*rest)) for row, paper, resolved, *rest in found]

    def citations(self, paper: int) -> list[Citation]:
        """What a paper cites, without the words."""
        found = self.db.execute(f"{_MENTIONS} WHERE m.paper = ? AND m.citation IS NOT NULL", (paper,))
        return [cited for _, _, _, *rest in found if (cited := _mention(*rest).citation)]

    def resolved(self, paper: int) -> dict[str, str]:
        """By citation, the key of the paper that it is of."""
        query = (
            "SELECT citation, resolved FROM mention WHERE paper = ? AND citation IS NOT NULL AND resolved IS NOT NULL"
        )
        return dict(self.db.execute(query, (paper,)))

    def side(self, task: int) -> TaskRow:
        """Of a task: the paper, what it matched, and itself."""
        paper, matches, key, told = self.db.execute(
            "SELECT p.id, t.matches, p.key, t.told FROM task t JOIN paper p ON p.id = t.paper WHERE t.id = ?", (task,)
        ).fetchone()
        return paper, matches, _side(key, told)


def _told_mention(mention: Mention) -> str:
    c = mention.citation
    told: tuple[object, ...] = (mention.number, mention.issuer, mention.date)
    told += (c.type, c.issuer, c.issuer_agency, c.subjects, c.role, c.carries_out) if c else (mention.title,)
    return json.dumps(told, ensure_ascii=False)


def _mention(paper: str, written: str | None, citation: str | None, told: str) -> Mention:
    number, issuer, date, *rest = json.loads(told)
    if citation is None:
        return Mention(paper, written, number, issuer, date, title=rest[0])
    kind, name, agency, subjects, role, carries_out = rest
    cited = Citation(
        citation,
        number,
        kind,
        name,
        agency,
        date,
        CitationRole(role),
        subjects=tuple(subjects),
        carries_out=tuple(carries_out),
    )
    return Mention(paper, written, number, issuer, date, cited)


def _told_side(side: Side) -> str:
    told = (side.task, side.rank, side.home, side.leads, side.title, side.result, side.year)
    return json.dumps(told, ensure_ascii=False)


def _side(paper: str, told: str) -> Side:
    task, rank, home, leads, title, result, year = json.loads(told)
    return Side(paper, task, rank, home, tuple(leads), title, result, year)
