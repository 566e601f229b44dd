"""What is done with one photo: its scratches mended, its noise removed, its faces cut out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal, Protocol

import numpy as np
from PIL import Image

from facevae import align, photos, restore
from facevae.align import Edit, Face
from facevae.checkpoints import CheckpointError
from facevae.model import FaceVae
from facevae.photos import Original, writer
from facevae.restore.marked_photo import restore_marked
from facevae.restore.scratch_photo import find_marks
from facevae.restore.scratch_repair import FineCrop, cut_fine

Which = Literal["one", "sure", "all"]
"""Of the faces that are found: the most prominent, those beyond doubt, or those about which the app would ask, too."""

CLEAN = 2 / 255
"""Estimated sigma up to which a face is left as it is: about twice what is found in photos without noise."""


class NoFaceError(ValueError):
    """A photo without a face; the message is one sentence for who sent it."""


@dataclass(frozen=True)
class Made:
    """What became of a photo.

    Attributes:
        files: what to write; several only where the job is numbered.
        words: what was done, for the line about this photo.
        changed: whether anything in it is new.
        notes: sentences on what the files have not.
    """

    files: tuple[writer.Encoded, ...] = field(repr=False)
    words: str
    changed: bool = True
    notes: tuple[str, ...] = ()


class Job(Protocol):
    """What is done with every photo. Equal jobs have equal representations, and make the same files of a photo.

    Attributes:
        numbered: whether a photo becomes any number of files.
    """

    numbered: ClassVar[bool]

    def run(self, model: FaceVae, original: Original) -> Made:
        """Do it.

        Args:
            model: as `facevae.load` returns it.
            original: the photo, as `photos.read` returns it.
        Raises:
            ValueError: it cannot be done; the message is one sentence. A NoFaceError: there is no face.
        """
        ...


@dataclass(frozen=True)
class Restore:
    """Mend scratches, creases and dust: faces by the model, the rest from what is beside each mark.

    Attributes:
        style: as for `facevae.restore.inpaint`.
        doubtful: whether lines that may be a face's own, as a brow or a rim of glasses, are mended, too.
        sigma: standard deviation on the [0, 1] scale of noise to remove from the faces as well; None removes none.
        strength: of that, as for `facevae.restore.denoise`.
        faces: which of them the model mends.
    """

    style: str = "faithful"
    doubtful: bool = False
    sigma: float | None = None
    strength: float = 0.5
    faces: Which = "sure"

    numbered: ClassVar[bool] = False

    def run(self, model: FaceVae, original: Original) -> Made:
        """See `Job.run`."""
        faces = _find(original.photo, self.faces)
        crops = [cut_fine(original.photo, face, model.image_size) for face in faces]
        mended, share = self._mended(model, original.photo, crops)
        said = [f"{100 * share:.1f} % of it mended" if share else "no scratches found"]
        if self.sigma is not None:
            mended, count = _denoised(model, mended, faces, self.sigma, self.strength, self.style)
            said.append(_count(count, "denoised"))
        return _whole(original, mended, ", ".join(said), changed=bool(share) or self.sigma is not None)

    def _mended(self, model: FaceVae, photo: Image.Image, crops: Sequence[FineCrop]) -> tuple[Image.Image, float]:
        """Return the photo mended, and how much of it was marked."""
        found = find_marks(photo, crops)
        marks = found.certain | found.doubtful if self.doubtful else found.certain
        if not marks.any():
            return photo, 0.0
        return restore_marked(model, photo, marks, crops, self.style), float(np.mean(marks))


@dataclass(frozen=True)
class Denoise:
    """Remove noise from faces.

    Attributes:
        sigma: standard deviation on the [0, 1] scale, at the model's size; None estimates one for each face, and leaves
            faces up to `CLEAN` as they are.
        strength, style: as for `facevae.restore.denoise`.
        faces: which of them.
    """

    sigma: float | None = None
    strength: float = 0.5
    style: str = "faithful"
    faces: Which = "sure"

    numbered: ClassVar[bool] = False

    def run(self, model: FaceVae, original: Original) -> Made:
        """See `Job.run`."""
        faces = _find(original.photo, self.faces)
        made, count = _denoised(model, original.photo, faces, self.sigma, self.strength, self.style)
        words = _count(count, "denoised") if count else "no noise found"
        return _whole(original, made, words, changed=bool(count))


@dataclass(frozen=True)
class Align:
    """Cut faces out, upright, the most prominent first.

    Attributes:
        size: side of a crop in pixels; None takes the model's.
        faces: which of them.
    """

    size: int | None = None
    faces: Which = "sure"

    numbered: ClassVar[bool] = True

    def run(self, model: FaceVae, original: Original) -> Made:
        """See `Job.run`."""
        size = self.size or model.image_size
        crops = [align.cut(original.photo, face, size).pixels for face in _find(original.photo, self.faces)]
        files = [photos.encode(photos.to_photo(pixels), "PNG") for pixels in crops]
        encoded = tuple(writer.Encoded(data, "image/png", ".png") for data in files)
        return Made(encoded, _count(len(files), "cut out"), notes=_notes(original, whole=False))


def _find(photo: Image.Image, which: Which) -> list[Face]:
    if align.detector() is None:
        raise CheckpointError("The weights of the face detector are missing or damaged.")
    found = align.find(photo)
    sure = [face for face in found if face.sure]
    chosen = {"one": sure[:1], "sure": sure, "all": found}[which]
    if chosen:
        return chosen
    if found:
        raise NoFaceError(f"No face in it is beyond doubt; --all-faces takes finds that may be faces: {len(found)}.")
    raise NoFaceError("No face was found in it.")


def _denoised(
    model: FaceVae, photo: Image.Image, faces: Sequence[Face], sigma: float | None, strength: float, style: str
) -> tuple[Image.Image, int]:
    """Return the photo with its faces denoised, and how many of them were."""
    edits = []
    for face in faces:
        aligned = align.cut(photo, face, model.image_size)
        level = float(restore.estimate_sigma(aligned.pixels)) if sigma is None else sigma
        if sigma is None and level <= CLEAN:
            continue
        edits.append((aligned, Edit(restore.denoise(model, aligned.pixels, level, strength=strength, style=style))))
    return (align.apply(photo, edits) if edits else photo), len(edits)


def _whole(original: Original, made: Image.Image, words: str, *, changed: bool) -> Made:
    return Made((writer.encode_in_cell(original, made),), words, changed, _notes(original, whole=True))


def _notes(original: Original, *, whole: bool) -> tuple[str, ...]:
    scaled = f"It was scaled down to {max(original.photo.size):,} pixels." if original.scaled and whole else ""
    return tuple(note for note in (original.incomplete, scaled, *(original.lost if whole else ())) if note)


def _count(faces: int, what: str) -> str:
    return f"{faces} {'face' if faces == 1 else 'faces'} {what}"
