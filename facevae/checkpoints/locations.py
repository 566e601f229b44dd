"""Where weights lie: in the folder that FACEVAE_CHECKPOINTS names, else in the checkout, anywhere, or on the Hub."""

from __future__ import annotations

import os
from pathlib import Path

from facevae.checkpoints import hub
from facevae.checkpoints.format import CheckpointError

VARIABLE = "FACEVAE_CHECKPOINTS"
"""Environment variable that names the folder with one folder for each model; an installed package needs it, or the
Hub's names."""


def checkpoints_folder() -> Path:
    """The folder with one folder for each model: what `VARIABLE` names, else checkpoints/ of the checkout."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else Path(__file__).resolve().parents[2] / "checkpoints"


CHECKPOINTS = checkpoints_folder()
"""The same as it was when the package was imported."""


def locate(name: str, revision: str | None = None) -> Path:
    """The folder that a model's name means; fetched from the Hub if it is one of the Hub's.

    Args:
        name: a folder, the name of a folder in `CHECKPOINTS`, or a Hub repository ("user/name").
        revision: branch, tag or commit of a Hub repository; with one, no folder is looked for.
    Raises:
        CheckpointError: there is no such folder or repository, or the Hub cannot be reached and it is not in its cache.
    """
    folder = find(name) if revision is None else None
    if folder:
        return folder
    if hub.is_name(name):
        return hub.fetch(name, revision)
    if revision is None:
        raise CheckpointError(
            f"There is no folder {name} with weights, neither here nor in {CHECKPOINTS}; {VARIABLE} names another "
            "folder to look in, and user/name is looked for on the Hub."
        )
    raise CheckpointError(f"Only models on the Hub (user/name) have revisions, and {name} is none of them.")


def find(name: str) -> Path | None:
    """The folder that a name means, in `CHECKPOINTS` or here; None where there is no such folder."""
    return next((folder for folder in (CHECKPOINTS / name, Path(name)) if folder.is_dir()), None)
