"""An analysis for people and for programs: a text with the formula beside each measure, and JSON."""

import json
from dataclasses import asdict
from typing import Final

from directive_kg.analyse import measures
from directive_kg.analyse.measures import Analysis, Explained
from directive_kg.analyse.network import Network
from directive_kg.trace.lookup import PaperRef, vietnamese_date

_SHOWN: Final = 15  # rows of a measure in the text; JSON has them all


def to_text(analysis: Analysis, network: Network) -> str:
    """What stands out, in Vietnamese with English beside it."""
    lines = _heading(measures.LOAD)
    for one in analysis.loads[:_SHOWN]:
        lines.append(
            f"  {network.name(one.body)}: tải {one.load:.1f} ({one.share:.0%}), chủ trì {one.leads}, phối hợp {one.coordinates}"
        )
    lines += _heading(measures.PEAK)
    for one in sorted(analysis.loads, key=lambda load: (-load.peak_tasks, load.body))[:_SHOWN]:
        if one.peak:
            lines.append(f"  {network.name(one.body)}: {vietnamese_date(one.peak)}, {one.peak_tasks} việc / tasks")
    lines += _heading(measures.BETWEENNESS)
    for one in sorted(analysis.loads, key=lambda load: (-load.betweenness, load.body))[:_SHOWN]:
        if one.betweenness:
            lines.append(f"  {network.name(one.body)}: {one.betweenness:.3f}")
    lines += _heading(measures.CHAINS)
    for chain in analysis.chains[:_SHOWN]:
        way = " ← ".join(network.papers.get(iri, PaperRef(iri)).name for iri in chain.papers)
        day = f", muộn nhất / last {vietnamese_date(chain.last_day.isoformat())}" if chain.last_day else ""
        lines.append(f"  {way}: {chain.tasks} việc / tasks{day}")
    lines += _heading(measures.RINGS)
    lines += [f"  {', '.join(ring)}" for ring in analysis.rings] or ["  không có / none"]
    lines += _heading(measures.GROUPS)
    lines.append(f"  độ mô-đun / modularity: {analysis.groups.modularity:.2f}")
    for number, group in enumerate(analysis.groups.groups, start=1):
        lines.append(f"  {number}. {'; '.join(network.name(body) for body in group)}")
    if analysis.heirs:
        lines += _heading(measures.HEIRS)
        lines += [f"  {network.name(former)} → {network.name(later)}" for former, later in analysis.heirs]
    return "\n".join(lines).lstrip("\n") + "\n"


def to_json(analysis: Analysis, network: Network) -> str:
    """Everything, with names beside the IRIs and the formula of each measure."""
    document = {
        "measures": {
            key: {
                "title": {"vi": e.title_vi, "en": e.title_en},
                "formula": {"vi": e.formula_vi, "en": e.formula_en},
            }
            for key, e in {
                "load": measures.LOAD,
                "peak": measures.PEAK,
                "betweenness": measures.BETWEENNESS,
                "chains": measures.CHAINS,
                "rings": measures.RINGS,
                "groups": measures.GROUPS,
                "heirs": measures.HEIRS,
            }.items()
        },
        "loads": [{"name": network.name(one.body), **asdict(one)} for one in analysis.loads],
        "chains": [
            {
                "papers": [
                    {"iri": iri, "name": network.papers.get(iri, PaperRef(iri)).description} for iri in chain.papers
                ],
                "lastDay": chain.last_day.isoformat() if chain.last_day else None,
                "lastTask": chain.last_task,
                "tasks": chain.tasks,
            }
            for chain in analysis.chains
        ],
        "rings": analysis.rings,
        "groups": {
            "modularity": analysis.groups.modularity,
            "groups": [[{"iri": b, "name": network.name(b)} for b in group] for group in analysis.groups.groups],
        },
        "heirs": [
            {"former": former, "formerName": network.name(former), "today": later, "todayName": network.name(later)}
            for former, later in analysis.heirs
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _heading(measure: Explained) -> list[str]:
    return ["", f"{measure.title_vi} / {measure.title_en}", f"  = {measure.formula_vi}", f"  = {measure.formula_en}"]
