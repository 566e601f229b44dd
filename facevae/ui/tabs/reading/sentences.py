"""What the tab says in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from facevae.ui.tabs.reading.patch_face import Patch

NOTICE = (
    "**This is a photo of your own, or made from one.** Nobody's age is read unasked. A network can guess what age a "
    "label would say: it errs by about five years, by less for children and by more for the old, and it does not know "
    "you. It works on this server alone, keeps nothing, and never reads gender or ethnicity from such a face."
)

UNREAD = "<p class='fv-note reading-unread'>No age is read. The patch and the maps below work all the same.</p>"

NO_MAP = "Put a patch on the face first: the map is made with patches of that size and filling."


def held(recognition: Mapping[str, Any] | None) -> str:
    """Say for how many test faces the range of ages is true."""
    found = (recognition or {}).get("age", {}).get("in_range")
    return "most faces" if found is None else f"{100 * found['mean']:.0f} of 100 test faces"


def moved_by(rows: Sequence[Sequence[float]], steps: int, patch: Patch) -> str:
    """Say what the map shows, and how much of it there is."""
    if len(rows) < steps:
        return f"Row {len(rows)} of {steps} ..."
    filler = "grey" if patch.filler == "grey" else "what the VAE puts there"
    most = max((value for row in rows for value in row), key=abs)
    most_told = f"{most:+.1f}".replace("-", "\N{MINUS SIGN}")
    return f"Years by which a patch of this size, {filler}, changes the age; at most {most_told}. No place is a reason."
