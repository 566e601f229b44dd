"""Faces to start with: freely licensed portraits, and faces that the model makes up."""

from __future__ import annotations

from typing import Any

from facevae import align, latent
from facevae.ui.components.controls import generator
from facevae.ui.photo.current import CurrentFace, Place, current_face
from facevae.ui.photo.store import example, examples

INVENTED = (2, 20, 23)
"""Seeds of the made-up examples."""


def portraits(model: Any) -> list[CurrentFace]:
    """Return the largest face of each example photo, at the model's size."""
    return [_portrait(name, model.image_size) for name in examples()]


def _portrait(name: str, size: int) -> CurrentFace:
    uploaded = example(name)
    face = uploaded.faces[0] if uploaded.faces else align.centred(uploaded.photo.size)
    return current_face(align.cut(uploaded.photo, face, size).pixels, name.title(), place=Place(name, face))


def invented(model: Any, seed: int) -> CurrentFace:
    """Return a face that nobody has, sampled from the model; the same seed gives the same face."""
    latents = latent.sample(model, 1, generator(seed))
    pixels = model.decode(latents).clamp(0, 1)
    return current_face(pixels, f"Invented face {seed}", "Nobody has this face: the model made it up.")
