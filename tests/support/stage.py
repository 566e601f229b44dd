"""A large result that is not drawn: what its handlers return is by name."""

from __future__ import annotations

from types import SimpleNamespace

from facevae.ui.components.save import SaveButton
from facevae.ui.photo.store import PhotoStore
from facevae.ui.tabs.photo_result import MakeEdit
from facevae.ui.tabs.result_stage import ResultStage


def named_stage(
    photo_store: PhotoStore | None = None, make: MakeEdit | None = lambda face: None, size: int = 32
) -> ResultStage:
    """Return a stage whose components are their own names; `make` stands for what ``connect`` is given."""
    stage = object.__new__(ResultStage)
    vars(stage).update(
        _context=SimpleNamespace(photo_store=photo_store, model=SimpleNamespace(image_size=size)),
        _make=make,
        compared="compared",
        words="said",
        shown="shown",
        stop="halt",
        save=SimpleNamespace(button="save", enable=SaveButton.enable),
        _due="due",
    )
    return stage
