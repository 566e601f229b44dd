"""Whether the model has memorised training faces: an invented face, and how far it is from the nearest of them."""

from __future__ import annotations

import functools
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

import gradio as gr

import facevae
from facevae.latent import memorization
from facevae.ui.components.controls import MAX_SEED, generator
from facevae.ui.components.events import Updates
from facevae.ui.components.pictures import Picture, strip
from facevae.ui.components.templates import Template

if TYPE_CHECKING:
    from facevae.model import FaceVae

TITLE = "An invented face"

_WORDS = Template("""
<p class="fair-status">{{ verdict }}</p>
<p>It is {{ distance }} away from the nearest of the {{ known }} faces that the model learned from. {{ strangers }}</p>
<div class="fair-place" style="--place: {{ place }}%"><span></span></div>
<div class="fair-ends"><span>a copy</span><span>unlike all of them</span></div>
<p class="fv-note">The face it is nearest to belongs to a real person and is never shown.</p>
""")


@dataclass(frozen=True)
class MemorizationScreen:
    """The components that handlers change.

    Attributes:
        seed: of the invented face.
        picture: where it is shown.
        words: how near it is to a training face.
    """

    seed: gr.Slider
    picture: gr.HTML
    words: gr.HTML


class MemorizationHandlers:
    """What happens in the folded part about copies.

    Args:
        model: as ``facevae.load`` returns it, with an atlas.
        screen: what they change.
    """

    def __init__(self, model: FaceVae, screen: MemorizationScreen) -> None:
        self._model, self._screen = model, screen
        # Only who asks needs this network, and the app has to start without waiting for it.
        self._attribute_net = functools.cache(lambda: facevae.load_attributes())

    def invent(self) -> Updates:
        """Invent a face of a new seed and measure it; Raises: as for `show`."""
        seed = random.randint(0, MAX_SEED)
        return {self._screen.seed: seed, **self.show(seed)}

    def show(self, seed: float) -> Updates:
        """Invent the face of a seed and measure it.

        Raises:
            gr.Error: the attributes network is not there, or the seed is no number.
        """
        try:
            found = memorization.check_memorization(self._model, self._attribute_net(), generator(int(seed)))
        except (TypeError, ValueError) as error:
            raise gr.Error(str(error), title="This cannot be measured", print_exception=False) from error
        picture = strip([Picture(found.face, TITLE, f"Seed {seed:.0f}, {self._model.styles[-1]}", "model")])
        return {self._screen.picture: picture, self._screen.words: words(found)}


def words(found: memorization.MemorizationTest) -> str:
    """Return what the distance of an invented face means, as HTML."""
    return _WORDS(
        verdict=_verdict(found),
        distance=f"{found.distance:.2f}",
        known=f"{found.known:,}",
        strangers=_strangers(found.nearer),
        place=f"{found.nearer:.1f}",
    )


def _verdict(found: memorization.MemorizationTest) -> str:
    if found.suspicious:
        return "This may be a copy: other people hardly ever come so near to a training face."
    return "No copy: other people come as near to a training face, or nearer."


def _strangers(nearer: float) -> str:
    if nearer <= 0:
        return "None of the real people that it never saw came nearer to one."
    if nearer >= 100:
        return "All real people that it never saw came nearer to one."
    return f"Of 100 real people that it never saw, about {max(round(nearer), 1)} come nearer to one than that."
