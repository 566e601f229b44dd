"""Faces to start with: freely licensed portraits from assets/, and faces that the model makes up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from facevae import latent, photos
from facevae.ui.controls import generator
from facevae.ui.state import CurrentFace, current_face

ASSETS = Path(__file__).resolve().parents[2] / "assets"

INVENTED = (2, 20, 23)
"""Seeds of the made-up examples."""


def portraits(model: Any) -> list[CurrentFace]:
    """Return the portraits of assets/ at the model's size; their credits are in assets/LICENSES.md."""
    paths = sorted(ASSETS.glob("*.jpg"))
    return [current_face(photos.to_faces(photos.open(path), model.image_size), path.stem.title()) for path in paths]


def invented(model: Any, seed: int) -> CurrentFace:
    """Return a face that nobody has, sampled from the model; the same seed gives the same face."""
    latents = latent.sample(model, 1, generator(seed))
    pixels = model.decode(latents).clamp(0, 1)
    return current_face(pixels, f"Invented face {seed}", "Nobody has this face: the model made it up.")
