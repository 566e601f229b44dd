"""How many test faces each group has, and what was measured group by group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from train.evaluation.audit.people import FEW
from train.evaluation.harness.results import Entry
from train.report import tables_audit, tables_audit_groups, tables_recognition
from train.report.markdown import percent


def factors(found: Mapping[str, Entry]) -> str:
    """List the groups of the test faces, and how many faces each has.

    Args:
        found: name -> entry, as results.json holds them. The audit's counts come first; without one, those of a network
            that reads faces.
    Returns:
        Markdown without a line break at its end; nothing where neither is there.
    """
    counts = _audit(found).get("counts") or _counted_by_reader(found)
    if not counts:
        return ""
    items = [
        f"- **{tables_audit_groups.FACTORS.get(factor, factor)}.** {_shares(levels)}."
        for factor, levels in counts.items()
    ]
    note = f"Test faces, as labelled in UTKFace. Groups of fewer than {FEW} are marked as few."
    return "\n".join([*items, "", note])


def render(found: Mapping[str, Entry]) -> str:
    """Lay out all figures that are told group by group: the audit's, then those of the networks that read faces.

    Args:
        found: name -> entry, as results.json holds them; what was not measured yet is left out.
    Returns:
        Markdown without a line break at its end.
    """
    readers = {name: entry for name, entry in found.items() if entry["about"]["suite"] == "attributes"}
    return "\n\n".join([*tables_audit_groups.render(_audit(found)), *tables_recognition.by_group(readers)])


def audit(found: Mapping[str, Entry]) -> str:
    """Lay out the audit as a whole.

    Args:
        found: name -> entry, as results.json holds them.
    Returns:
        Markdown without a line break at its end; nothing where there was no audit.
    """
    return "\n\n".join(tables_audit.render(_audit(found)))


def _shares(levels: Mapping[str, int]) -> str:
    whole = sum(levels.values())
    return "; ".join(
        f"{level}: {count:,} ({percent(count / whole)}{', few' if count < FEW else ''})"
        for level, count in levels.items()
    )


def _audit(found: Mapping[str, Entry]) -> dict[str, Any]:
    return found.get("face", {}).get("audit", {})


def _counted_by_reader(found: Mapping[str, Entry]) -> dict[str, dict[str, int]]:
    """Faces a label, as the rows of a confusion matrix have them."""
    read = next((entry["recognition"] for entry in found.values() if "recognition" in entry), None)
    if read is None:
        return {}
    kinds = {"label": "ethnicity", "gender": "gender"}
    counts = {
        factor: dict(zip(read[kind]["names"], map(sum, read[kind]["confusion"]), strict=True))
        for factor, kind in kinds.items()
    }
    return counts | {"age": {band: figures["n"] for band, figures in read["age"]["bands"].items()}}
