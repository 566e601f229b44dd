"""The table that `python -m train prepare` prints: what was found, dropped and written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from facevae.models.attributes import ETHNICITIES, GENDERS
from train.data import labels, parquet
from train.data.collect import Found, Picture

_EXAMPLES = 5


def table(found: Found, columns: dict[str, list], pairs: int) -> str:
    """Describe a prepared set.

    Args:
        found: what the source held.
        columns: what ``prepare.arrange`` returns for its faces.
        pairs: how many pairs of near-copies there are.
    Returns:
        Some twenty lines of text.
    """
    faces = found.faces
    copies = [name for face in faces for name in face.names if name != face.name]
    copies_lost = sum(len(face.names) for face in faces) - len(faces)
    unclear = disagreeing(faces)
    broken = [name for name in columns["name"] if labels.parse(name) is None]
    shared = [size for size in Counter(columns["group"]).values() if size > 1]
    lines = [
        _line("Found", found.files, "files"),
        _line("Dropped", len(found.no_pictures), "no pictures", found.no_pictures),
        _line("", len(found.undecodable), "pictures that cannot be decoded", found.undecodable),
        _line("", copies_lost, "byte-identical copies", copies[:2]),
        _line("", len(unclear), "of the kept carry other labels than a copy; the first name counts", unclear),
        _line("Written", len(faces), "faces"),
        _line("", len(broken), "without labels, as the name is broken", broken),
        _line(
            "", sum(shared), f"near-copies in {len(shared)} groups of up to {max(shared, default=1)} ({pairs} pairs)"
        ),
    ]
    return "\n".join([*lines, "", *_splits(columns)])


def disagreeing(faces: Sequence[Picture]) -> list[str]:
    """Return the names of the faces whose byte-identical copies carry different labels."""
    return [face.name for face in faces if len({labels.parse(name) for name in face.names}) > 1]


def _line(title: str, count: int, what: str, names: Sequence[str] = ()) -> str:
    listed = ", ".join(names[:_EXAMPLES]) + (", ..." if len(names) > _EXAMPLES else "")
    return f"{title:<8}{count:>8,} {what}" + (f": {listed}" if listed else "")


def _splits(columns: dict[str, list]) -> list[str]:
    """Lay out faces, groups and labels, one column a split."""
    split = np.array(columns["split"])
    parts = [
        {key: np.array(values, dtype=object)[split == name] for key, values in columns.items()}
        for name in parquet.SPLITS
    ]
    rows = [("", list(parquet.SPLITS))]
    rows.append(("faces", [f"{len(part['name']):,}" for part in parts]))
    rows.append(("groups", [f"{len(set(part['group'])):,}" for part in parts]))
    for key, titles in (("gender", GENDERS), ("ethnicity", ETHNICITIES)):
        rows += [(title, [_share(part[key], index) for part in parts]) for index, title in enumerate(titles)]
    rows.append(("age: quartiles", [_quartiles(part["age"]) for part in parts]))
    return ["".join([f"{title:<16}", *(f"{cell:>12}" for cell in cells)]) for title, cells in rows]


def _share(values: np.ndarray, wanted: int) -> str:
    known = [value for value in values if value is not None]
    return f"{known.count(wanted) / len(known):.1%}" if known else "-"


def _quartiles(ages: np.ndarray) -> str:
    known = [age for age in ages if age is not None]
    return " ".join(f"{age:.0f}" for age in np.percentile(known, (25, 50, 75))) if known else "-"
