"""Whether the model knows training faces by heart: a made-up face, and how far it is from the nearest of them."""

from __future__ import annotations

import functools
from typing import Any

import gradio as gr

import facevae
from facevae.latent import memorization
from facevae.ui.components.controls import generator
from facevae.ui.components.pictures import Picture, strip

TITLE = "A face that nobody has"
NOT_YET = (
    "<p>Press the button: the model makes up a face, and you see how near it comes to one that it learned from.</p>"
)


class Handlers:
    """What happens in the lower part of the tab.

    Args:
        model: as ``facevae.load`` returns it, with an atlas.
    """

    def __init__(self, model: Any) -> None:
        self._model = model
        # Only who asks needs this network, and the app has to start without waiting for it.
        self._attribute_net = functools.cache(lambda: facevae.load_attributes())

    def show(self, seed: float) -> tuple[str, str]:
        """Make up a face and measure it; returns the picture and the words as HTML.

        Raises:
            gr.Error: the attributes network is not there, or the seed is no number.
        """
        try:
            found = memorization.check_memorization(self._model, self._attribute_net(), generator(seed))
        except (TypeError, ValueError) as error:
            raise gr.Error(str(error), title="This cannot be measured", print_exception=False) from error
        picture = strip([Picture(found.face, TITLE, f"Seed {seed:.0f}", "model")])
        return picture, words(found)


def words(found: memorization.MemorizationTest) -> str:
    """Return what the distance of a made-up face means, as HTML."""
    place = f'style="--place: {found.nearer:.1f}%"'
    return (
        f'<p class="inside-status">{_verdict(found)}</p>'
        f"<p>It is {found.distance:.2f} away from the nearest of the {found.known:,} faces that the model learned "
        f"from. {_strangers(found.nearer)}</p>"
        f'<div class="inside-place" {place}><span></span></div>'
        '<div class="inside-ends"><span>a copy</span><span>like nobody</span></div>'
        '<p class="fv-note">The face it is nearest to belongs to somebody and is never shown.</p>'
    )


def _verdict(found: memorization.MemorizationTest) -> str:
    if found.suspicious:
        return "This may be a copy: strangers hardly ever come so near to a training face."
    return "No copy: strangers come as near to a training face, or nearer."


def _strangers(nearer: float) -> str:
    if nearer <= 0:
        return "None of the real people that it never saw came nearer to one."
    if nearer >= 100:
        return "All real people that it never saw came nearer to one."
    return f"Of 100 real people that it never saw, about {max(round(nearer), 1)} come nearer to one than that."


def waiting() -> tuple[str, str]:
    """Return an empty box and what to do, as HTML."""
    return strip([Picture(None, TITLE)]), NOT_YET
