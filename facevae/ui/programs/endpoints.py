"""Restoring, denoising, filling, inventing and describing, as programs call them; no call knows of another."""

# Annotations stay objects in this module: gr.api describes endpoints by them.

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import gradio as gr

from facevae import align, batch, latent, networks, photos
from facevae.align import Face
from facevae.conventions import MAX_SIGMA
from facevae.photos import Original, writer
from facevae.reading import read_age
from facevae.restore.marked_photo import marks_in, restore_marked
from facevae.restore.scratch_repair import cut_fine
from facevae.ui.components.controls import MAX_SEED, generator
from facevae.ui.components.events import PROGRAMS
from facevae.ui.components.program_files import answer, answering, read_sent
from facevae.ui.components.turns import later

if TYPE_CHECKING:
    from facevae.model import FaceVae


def build(model: "FaceVae") -> None:
    """Register the endpoints.

    Args:
        model: as ``facevae.load`` returns it.
    """
    for endpoint in (restore_of(model), denoise_of(model), inpaint_of(model), sample_of(model), describe_of(model)):
        gr.api(later(endpoint), api_name=endpoint.__name__, concurrency_id=PROGRAMS, concurrency_limit=1)


def restore_of(model: "FaceVae") -> Callable[..., Any]:
    """Return the function that programs call to mend scratches."""

    def restore(photo: gr.FileData, style: str = "faithful", doubtful: bool = False) -> gr.FileData:
        """Mend scratches, creases and dust in a photo: faces by the model, the rest from what is beside each mark.

        Args:
            photo: a photo with at least one face, up to 64 MB.
            style: "faithful", which errs least, or "real", with details made up so that it looks like a photo.
            doubtful: whether lines that may be a face's own, as a brow or a rim of glasses, are mended, too.
        Returns:
            The photo, mended: a JPEG where a JPEG was sent, else a PNG.
        """
        with answering(photo):
            model.check_style(style)
            made = batch.Restore(style, doubtful is True).run(model, read_sent(photo))
        return answer(made.files[0], "restored")

    return restore


def denoise_of(model: "FaceVae") -> Callable[..., Any]:
    """Return the function that programs call to remove noise."""

    def denoise(
        photo: gr.FileData, sigma: float | None = None, strength: float = 0.5, style: str = "faithful"
    ) -> gr.FileData:
        """Remove noise from the faces in a photo; the rest of it stays as it is.

        Args:
            photo: a photo with at least one face, up to 64 MB.
            sigma: standard deviation of the noise out of 255, in a face of 128 pixels; estimated if not given.
            strength: from 0, which trusts the photo, to 1, which trusts the model.
            style: "faithful", which errs least, or "real", with details made up so that it looks like a photo.
        Returns:
            The photo with its faces denoised: a JPEG where a JPEG was sent, else a PNG.
        """
        with answering(photo):
            level = None if sigma is None else _number("sigma", sigma, 0, 255 * MAX_SIGMA) / 255
            share = _number("strength", strength, 0, 1)
            model.check_style(style)
            made = batch.Denoise(level, share, style).run(model, read_sent(photo))
        return answer(made.files[0], "denoised")

    return denoise


def inpaint_of(model: "FaceVae") -> Callable[..., Any]:
    """Return the function that programs call to fill holes."""

    def inpaint(photo: gr.FileData, mask: gr.FileData, style: str = "faithful") -> gr.FileData:
        """Fill what a mask marks in a photo: in faces by the model, elsewhere from what is beside it.

        Args:
            photo: a photo, up to 64 MB.
            mask: a picture with the same proportions; what is white in it is filled, what is black stays.
            style: "faithful", which errs least, or "real", with details made up so that it looks like a photo.
        Returns:
            The photo with the marked pixels made anew: a JPEG where a JPEG was sent, else a PNG.
        """
        with answering(photo, mask):
            model.check_style(style)
            original, marked = read_sent(photo), read_sent(mask, "mask")
            marks = marks_in(marked.photo, original.photo.size)
            found = [face for face in align.find(original.photo) if face.sure]
            faces = [cut_fine(original.photo, face, model.image_size) for face in found]
            made = restore_marked(model, original.photo, marks, faces, style)
        return answer(writer.encode_in_cell(original, made), "filled")

    return inpaint


def sample_of(model: "FaceVae") -> Callable[..., Any]:
    """Return the function that programs call to invent a face."""

    def sample(seed: int = 1, temperature: float = 1.0, style: str = model.styles[-1]) -> gr.FileData:
        """Invent a face, which belongs to nobody.

        Args:
            seed: from 0 to 9999; the same one gives the same face.
            temperature: how unusual the face is, from 0 to 2; 1 as the model learned it.
            style: "faithful", the mean of what its code may look like, or "real", with details.
        Returns:
            The face as a PNG.
        """
        with answering():
            model.check_style(style)
            chance = generator(_number("seed", seed, 0, MAX_SEED))
            codes = latent.sample(model, 1, chance, _number("temperature", temperature, 0, 2))
            face = model.decode(codes, style, generator=chance)
        return answer(
            writer.Encoded(photos.encode(photos.to_photo(face), "PNG"), "image/png", ".png"), f"face-{int(seed)}"
        )

    return sample


def describe_of(model: "FaceVae") -> Callable[..., Any]:
    """Return the function that programs call to learn what the model makes of a photo."""

    def describe(photo: gr.FileData, age: bool = False) -> dict[str, Any]:
        """Find the faces in a photo, and say how many bits the code of each carries.

        Gender and ethnicity are read from nobody's photo, and age only where it is asked for.

        Args:
            photo: a photo, up to 64 MB.
            age: whether the age of each face is to be read as well, with a range that holds nine of ten labels.
        Returns:
            {"width", "height", "faces"}: for each face, the most prominent first, {"box": [left, top, right, bottom] in
            pixels, "points": five [x, y] in pixels, "sure": whether it is a face beyond doubt, "bits"}; with `age` also
            {"age", "age_range": [low, high]}.
        """
        with answering(photo):
            original = read_sent(photo)
            faces = [_described(model, original, face, age is True) for face in align.find(original.photo)]
        return {"width": original.photo.width, "height": original.photo.height, "faces": faces}

    return describe


def _described(model: "FaceVae", original: Original, face: Face, age: bool) -> dict[str, Any]:
    pixels = align.cut(original.photo, face, model.image_size).pixels
    bits = float(model.encode(pixels).kl().sum()) / math.log(2)
    told: dict[str, Any] = {
        "box": [round(float(side), 1) for side in face.box],
        "points": [[round(float(value), 1) for value in point] for point in face.points],
        "sure": face.sure,
        "bits": round(bits),
    }
    if age:
        [reading] = read_age(networks.face_reader(), pixels)
        told |= {"age": round(reading.age, 1), "age_range": [round(reading.youngest, 1), round(reading.oldest, 1)]}
    return told


def _number(name: str, value: Any, least: float, most: float) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not least <= value <= most:
        raise ValueError(f"{name} must be a number from {least:g} to {most:g}, not {value!r}.")
    return value
