"""The dial from the face that errs least to the face that looks real."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import gradio as gr
import torch
from torch import Tensor

if TYPE_CHECKING:
    from facevae.model import FaceVae

FAITHFUL, MIDDLE, REAL = 0, 50, 100
"""Where a dial can start: in tables and studies, where a photo is mended, and where the model invents."""

LABEL = "Faithful (0) to real (100)"

HINT = (
    "Faithful errs least, and is blurred where the model cannot know. Real has details there, drawn so that they look "
    "like a face. Sharper is not truer."
)


def dial(model: FaceVae, key: str, start: int) -> gr.Slider:
    """Return the dial of a tab; hidden, and at faithful, where the model has no detail stage.

    Args:
        model: as ``facevae.load`` returns it.
        key: the tab's; the dial's elem_id is ``key-dial``.
        start: `FAITHFUL`, `MIDDLE` or `REAL`.
    """
    can_draw = "real" in model.styles
    return gr.Slider(
        FAITHFUL,
        REAL,
        value=start if can_draw else FAITHFUL,
        step=5,
        label=LABEL,
        info=HINT,
        visible=can_draw,
        elem_id=f"{key}-dial",
        elem_classes="fv-dial",
    )


@dataclass(frozen=True)
class TwoStyles:
    """Faces at both ends of the dial: what lies between costs no computation.

    Attributes:
        faithful: (N, 3, S, S) in [0, 1], the faces that err least.
        real: the same with drawn details; the same tensor where nothing was drawn.
    """

    faithful: Tensor = field(repr=False)
    real: Tensor = field(repr=False)

    @property
    def drawn(self) -> bool:
        """Whether anything was drawn, so that the dial moves something."""
        return self.real is not self.faithful

    def at(self, place: float) -> Tensor:
        """Return the faces at a place of the dial, `FAITHFUL` to `REAL`; bit-identical at its ends."""
        if place <= FAITHFUL or not self.drawn:
            return self.faithful
        return self.real if place >= REAL else torch.lerp(self.faithful, self.real, place / REAL)

    def beside(self, place: float) -> tuple[str, Tensor] | None:
        """Return the name and the faces of the end to compare a place with; None where nothing was drawn.

        That is faithful, from which all other places differ; for faithful itself it is real.
        """
        if not self.drawn:
            return None
        return ("real", self.real) if place <= FAITHFUL else ("faithful", self.faithful)

    def called(self, title: str, place: float) -> str:
        """Return a title with the place of the dial behind it, where that makes a difference."""
        return f"{title}, {named(place)}" if self.drawn else title


def strength(model: FaceVae, place: float) -> float:
    """Return what the library calls a place of the dial, 0 to 1; 0 where the model has no detail stage."""
    return place / REAL if "real" in model.styles else 0.0


def decode_both(model: FaceVae, latents: Tensor) -> TwoStyles:
    """Decode latents, (N, D), in both styles; the real details come from the same fixed noise for each face."""
    faithful = model.decode(latents)
    return TwoStyles(faithful, model.add_detail(faithful) if "real" in model.styles else faithful)


def decode_at(model: FaceVae, latents: Tensor, place: float) -> Tensor:
    """Decode latents at a place of the dial, once.

    Args:
        model: as ``facevae.load`` returns it.
        latents: (N, D), in units of the prior's standard deviation.
        place: from `FAITHFUL` to `REAL`; without a detail stage every place is faithful.
    Returns:
        (N, 3, S, S) in [0, 1]: at the ends what ``FaceVae.decode`` draws in either style, bit for bit.
    """
    return model.decode(latents) if place <= FAITHFUL else decode_both(model, latents).at(place)


def named(place: float) -> str:
    """Return what a place of the dial is called in captions."""
    if place <= FAITHFUL:
        return "faithful"
    return "real" if place >= REAL else f"{place:.0f} % real"
