"""A paper's records as the JSON object that `extract` prints; keys beyond the transcription form are additions."""

from typing import Any

from directive_kg.records import Citation, Deadline, Header, Indicator, Investment, Paper, Place, Role, Task

# The transcription form has a key for each of these cells, null where there is none.
_CELLS = ("deliverable", "deadline", "lead", "coordinating", "authority", "directing_leader")


def paper_object(paper: Paper) -> dict[str, Any]:
    """The object for one paper, ready for json.dumps."""
    numbers = {c.key: c.number for c in paper.citations}
    return {
        "source": paper.source.file,
        "sha256": paper.source.sha256,
        "key": paper.key,
        "document": _header(paper.header),
        "implements": [c.number for c in paper.implements],
        "citations": [_citation(c, numbers) for c in paper.citations],
        "table_columns": list(paper.table_columns),
        "tasks": [_task(t, numbers) for t in paper.tasks],
        "orders": [_task(t, numbers) for t in paper.orders],
        "provisions": [
            {
                "key": p.key,
                "number": p.number,
                "heading": p.heading,
                "parent": p.parent,
                "line": p.place.line if p.place else None,
            }
            for p in paper.provisions
        ],
        "indicators": [_indicator(i) for i in paper.indicators],
        "investments": [_investment(i) for i in paper.investments],
        "notes": [d.reason_vi for d in paper.doubts],
        "doubts": [
            {
                "subject": d.subject,
                "reason": {"vi": d.reason_vi, "en": d.reason_en},
                "confidence": d.confidence,
                "place": _place(d.place),
            }
            for d in paper.doubts
        ],
    }


def _header(header: Header) -> dict[str, Any]:
    found: dict[str, Any] = {"number": header.number}
    if header.number_partial:
        found["number_partial"] = header.number_partial
    return found | {
        "type": header.type,
        "title": header.title,
        "issuer": header.issuer,
        "date": header.date,
        "place": header.place_name,
        "signatory": header.signatory,
        "signatory_role": header.signatory_role,
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        name: value
        for name in ("text", "line", "page", "table", "row", "column")
        if (value := getattr(place, name)) is not None
    }


def _citation(citation: Citation, numbers: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "number": citation.number,
        "type": citation.type,
        "issuer": citation.issuer,
        "date": citation.date,
        "role": citation.role.value,
        "carries_out": [numbers[key] for key in citation.carries_out],
        "subjects": list(citation.subjects),
        "confidence": citation.confidence,
        "lines": sorted({p.line for p in citation.places if p.line}),
    }
    if citation.raw_number:
        found["raw_number"] = citation.raw_number
    return found


def _due(deadline: Deadline) -> dict[str, Any]:
    return {
        "kind": deadline.kind.value,
        "start": deadline.start.isoformat() if deadline.start else None,
        "end": deadline.end.isoformat() if deadline.end else None,
        "edtf": deadline.edtf,
        "awaits": deadline.awaits,
        "confidence": deadline.confidence,
    }


def _names(task: Task, role: Role) -> list[str]:
    return [body.name for body in task.bodies(role)]


def _task(task: Task, numbers: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "key": task.key,
        "stt": task.stt,
        "parent": task.parent,
        "group": task.group,
        "title": task.title.text,
    }
    if task.title.text != task.title.place.text:
        found["raw_title"] = task.title.place.text
    for name in _CELLS:
        cell = task.cell(name)
        found[name] = cell.text if cell else None
    found |= {cell.field: cell.text for cell in task.cells if cell.field not in found and cell.field != "title"}
    return found | {
        "leads": _names(task, Role.LEAD),
        "authorities": _names(task, Role.APPROVING),
        "coordinating_bodies": _names(task, Role.COORDINATING),
        "due": _due(task.deadline),
        "cites": sorted({numbers[key] for key in task.cites}, key=list(numbers.values()).index),
        "origin": task.origin.value,
        "provision": task.provision,
        "confidence": task.confidence,
        "place": _place(task.title.place),
        "cells": {cell.field: {"place": _place(cell.place), "confidence": cell.confidence} for cell in task.cells},
    }


def _indicator(indicator: Indicator) -> dict[str, Any]:
    found: dict[str, Any] = {"no": indicator.no, "text": indicator.text}
    if indicator.text != indicator.place.text:
        found["raw_text"] = indicator.place.text
    return found | {
        "targets": [
            {
                "words": t.words,
                "comparator": t.comparator,
                "value": str(t.value),
                "upper": _text(t.upper),
                "unit": t.unit,
            }
            for t in indicator.targets
        ],
        "confidence": indicator.confidence,
        "line": indicator.place.line,
    }


def _investment(investment: Investment) -> dict[str, Any]:
    return {
        "no": investment.no,
        "name": investment.name,
        "raw_name": investment.raw_name,
        "place": investment.location,
        "total": _text(investment.total),
        "unit": investment.unit,
        "confidence": investment.confidence,
        "line": investment.place.line,
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)
