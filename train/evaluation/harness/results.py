"""results.json: one entry a model, filled section by section."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from facevae.files import replacing
from train import TrainError

Entry = dict[str, Any]


def read(path: Path) -> dict[str, Entry]:
    """Read all entries; none if there is no file yet.

    Raises:
        TrainError: the file holds something else.
        OSError: it cannot be read.
    """
    try:
        results = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise TrainError(f"{path} is not valid JSON; move it away or name another file.") from error
    if not isinstance(results, dict) or not all(isinstance(entry, dict) for entry in results.values()):
        raise TrainError(f"{path} holds JSON that `python -m train evaluate` did not write; name another file.")
    return results


def write(path: Path, results: dict[str, Entry]) -> None:
    """Write all entries, whole or not at all.

    Raises:
        OSError: the disk refuses; what the file held before is untouched.
    """
    text = json.dumps(results, indent=1, allow_nan=False) + "\n"
    with replacing(path) as part:
        part.write_text(text, "utf-8")


def has(entry: Entry, place: tuple[str, ...]) -> bool:
    """Whether an entry holds the figures of a place, the keys to go down by."""
    for key in place:
        if key not in entry:
            return False
        entry = entry[key]
    return True


def put(entry: Entry, place: tuple[str, ...], figures: dict[str, Any]) -> None:
    """Set the figures of a place in an entry."""
    *outer, last = place
    for key in outer:
        entry = entry.setdefault(key, {})
    entry[last] = figures


def get(entry: Entry, place: tuple[str, ...]) -> dict[str, Any]:
    """The figures of a place in an entry that has them."""
    for key in place:
        entry = entry[key]
    return entry
