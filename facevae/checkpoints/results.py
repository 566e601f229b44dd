"""The figures that lie beside the weights, as `python -m train evaluate` left them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FILE = "results.json"


def read(folder: Path) -> dict[str, Any]:
    """Read the figures of all models.

    Args:
        folder: that of the checkpoints.
    Returns:
        Name of a model -> its sections; {} where there is no file, or one that cannot be read.
    """
    try:
        found = json.loads((folder / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def section(folder: Path, *place: str) -> Any:
    """Read the figures of one place.

    Args:
        folder: that of the checkpoints.
        place: the name of a model, and the keys to go down by.
    Returns:
        What was measured for it; None if it was not measured.
    """
    found: Any = read(folder)
    for key in place:
        found = found.get(key) if isinstance(found, dict) else None
    return found
