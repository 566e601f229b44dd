"""The one face that all tabs work on, and the photo it came from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from torch import Tensor

from facevae.align import Face
from facevae.conventions import check_faces


@dataclass(frozen=True)
class Place:
    """Where a face came from.

    Attributes:
        token: of the photo, see `facevae.ui.photo.store`.
        face: which face in it.
    """

    token: str
    face: Face


@dataclass(frozen=True)
class CurrentFace:
    """The one face that all tabs work on.

    Attributes:
        pixels: (1, 3, S, S) float32 RGB in [0, 1], at the model's size. Never modified.
        name: what the header calls it.
        hint: one sentence to show under it, or "".
        key: a digest of the pixels, and whether they are public; equal faces have equal keys, so that results can be
            cached by it.
        place: the photo it was cut from; None for faces that have none.
        link: what links name it by, as lectures do: a shipped portrait's photo, or ``invented:SEED``. "" for faces that
            no link can name: those of visitors, and what was made from any face.
    """

    pixels: Tensor = field(compare=False, repr=False)
    name: str
    hint: str
    key: str
    place: Place | None = field(default=None, compare=False, repr=False)
    link: str = ""

    @property
    def public(self) -> bool:
        """Whether it is a shipped portrait or was invented: only of those may gender and ethnicity be read."""
        return bool(self.link)


def current_face(
    pixels: Tensor, name: str, hint: str = "", place: Place | None = None, *, link: str = ""
) -> CurrentFace:
    """Make a face that tabs can share.

    Args:
        pixels: (1, 3, S, S) float32 RGB in [0, 1].
        name: what the header calls it.
        hint: one sentence to show under it.
        place: the photo it was cut from, if any.
        link: what links name it by, if it is a shipped portrait or was invented.
    Returns:
        The face with its key.
    Raises:
        ValueError: `pixels` is not exactly one face.
    """
    check_faces(pixels, name="pixels")
    if pixels.shape[0] != 1:
        raise ValueError(f"pixels holds {pixels.shape[0]} faces; the current face is exactly one.")
    key = hashlib.sha256(pixels.contiguous().numpy().tobytes()).hexdigest() + ("-public" if link else "")
    return CurrentFace(pixels, name, hint, key, place, link)
