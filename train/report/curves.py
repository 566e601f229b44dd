"""Validation curves of trained models, from their checkpoints' headers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from facevae import checkpoints
from train.report.figures_training import Curve


def read(folder: Path) -> dict[str, Curve]:
    """Read the curves of all models in a folder.

    Args:
        folder: of weights; it may be missing.
    Returns:
        The kind of each model whose header has a curve -> that curve; a single point is none.
    Raises:
        CheckpointError: weights that cannot be used.
    """
    abouts = {kind: checkpoints.read(folder, kind).about for kind in checkpoints.kinds(folder)}
    return {kind: to_curve(about) for kind, about in abouts.items() if len(about.get("curve", ())) > 1}


def to_curve(about: Mapping[str, Any]) -> Curve:
    """Count in epochs what a header counts in steps.

    Args:
        about: what training wrote into it, with at least one row of "curve".
    Returns:
        The curve of the figures that every row has.
    """
    rows = about["curve"]
    steps_an_epoch = about["train_faces"] // about["recipe"]["batch"]
    names = [name for name in rows[0] if name != "step" and all(name in row for row in rows)]
    return Curve(
        epochs=[row["step"] / steps_an_epoch for row in rows],
        figures={name: [row[name] for row in rows] for name in names},
    )
