"""Faces to start with: photos of real people under free licences, and any number that the model makes up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from facevae import align, latent
from facevae.lecture import INVENTED, invented_seed
from facevae.ui.components.controls import generator
from facevae.ui.photo.current import CurrentFace, Place, current_face
from facevae.ui.photo.store import example

if TYPE_CHECKING:
    from facevae.model import FaceVae


@dataclass(frozen=True)
class Portrait:
    """A real person among the examples.

    Attributes:
        photo: its name in the store, which is its token.
        name: of the person; where it is not known, what they wear.
        about: who that is, and whose photo: source and licence.
        number: which face of the photo, the largest is 0.
    """

    photo: str
    name: str
    about: str
    number: int = 0


OLD_PRINT = "old-print"
"""The photo that has something to repair; `python -m train oldprint` makes it."""

_OATH = "At the oath of citizenship. Photo: US government, CC0."

PORTRAITS = (
    Portrait("eileen-collins", "Eileen Collins", "An astronaut. Photo: NASA, public domain."),
    Portrait("grace-hopper", "Grace Hopper", "A computer scientist, aged 77. Photo: US Navy, public domain."),
    Portrait("oath-in-black", "New citizen in black", _OATH, number=1),
    Portrait("oath-in-blue", "New citizen in blue", _OATH),
    Portrait("oath-in-red-tie", "New citizen in a red tie", _OATH),
    Portrait(OLD_PRINT, "An old print", "Grace Hopper's photo, aged by a program. Photo: US Navy, public domain."),
)
"""In the order in which they are shown; the page opens with the first."""


def portraits(model: FaceVae) -> list[CurrentFace]:
    """Return the faces of all ``PORTRAITS``, at the model's size."""
    return [portrait(model, one) for one in PORTRAITS]


def portrait(model: FaceVae, one: Portrait) -> CurrentFace:
    """Return the face of one of them, at the model's size; the middle of the photo where no face was found."""
    uploaded = example(one.photo)
    face = next(iter(uploaded.faces[one.number :]), align.centred(uploaded.photo.size))
    pixels = align.cut(uploaded.photo, face, model.image_size).pixels
    return current_face(pixels, one.name, one.about, Place(one.photo, face), link=one.photo)


def invented(model: FaceVae, seed: int) -> CurrentFace:
    """Return an invented face, drawn as real as the model can; the same seed gives the same face."""
    chance = generator(seed)
    pixels = model.decode(latent.sample(model, 1, chance), model.styles[-1], generator=chance)
    about = "The model made this face up; it belongs to no real person."
    return current_face(pixels, f"Invented face {seed}", about, link=f"{INVENTED}:{seed}")


def named(model: FaceVae, link: str) -> CurrentFace:
    """Return the face that a link or a lecture names: a portrait, or an invented one.

    Raises:
        LookupError: it is the name of neither.
    """
    seed = invented_seed(link)
    if seed is not None:
        return invented(model, seed)
    for one in PORTRAITS:
        if one.photo == link:
            return portrait(model, one)
    raise LookupError(f"{link!r} is the name of no face.")
