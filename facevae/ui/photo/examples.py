"""Faces to start with: freely licensed portraits, and faces that the model makes up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facevae import align, latent
from facevae.ui.components.controls import generator
from facevae.ui.photo.current import CurrentFace, Place, current_face
from facevae.ui.photo.store import example, examples

if TYPE_CHECKING:
    from facevae.model import FaceVae

INVENTED = (2, 20, 23)
"""Seeds of the made-up examples."""


def portraits(model: FaceVae) -> list[CurrentFace]:
    """Return the largest face of each example photo, at the model's size."""
    return [_portrait(name, model.image_size) for name in examples()]


def _portrait(name: str, size: int) -> CurrentFace:
    uploaded = example(name)
    face = uploaded.faces[0] if uploaded.faces else align.centred(uploaded.photo.size)
    return current_face(align.cut(uploaded.photo, face, size).pixels, name.title(), place=Place(name, face))


def invented(model: FaceVae, seed: int) -> CurrentFace:
    """Return an invented face, sampled from the model; the same seed gives the same face."""
    latents = latent.sample(model, 1, generator(seed))
    return current_face(
        model.decode(latents), f"Invented face {seed}", "The model made this face up; it belongs to no real person."
    )
