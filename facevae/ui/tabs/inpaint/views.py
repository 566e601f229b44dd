"""What the Inpaint tab shows: a hole, one answer to it, nine answers, and where these differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr
import torch
from torch import Tensor

from facevae import damage, metrics, restore
from facevae.damage import MISSING, Damaged
from facevae.plots import sheet
from facevae.plots.heatmap import heatmap, legend
from facevae.restore.completions import diversity
from facevae.ui.components.controls import generator
from facevae.ui.components.encoding import data_uri
from facevae.ui.components.face_grid import table
from facevae.ui.components.mask_canvas import read_mask
from facevae.ui.components.pictures import OUT_OF_255, Kind, Picture, scores, strip
from facevae.ui.tabs.photo_result import FaceEdit, replace_crop, replace_masked

CHOICES, COLUMNS = 9, 3
FACE_SIDE = 512
VAE = "vae"
"""The method that knows several answers, and that removes noise as well."""

MOST_SPREAD = 40
"""Standard deviation, out of 255, that gets the brightest colour: the same for every hole, so that holes compare."""


@dataclass(frozen=True)
class DegradedFace:
    """A face, and what is left of it.

    Attributes:
        face: (1, 3, S, S) the face as it was.
        left: the same with noise and a grey hole.
    """

    face: Tensor
    left: Damaged

    @property
    def hidden(self) -> bool:
        """Whether there is a hole at all."""
        return bool(self.left.mask.any())


@dataclass(frozen=True)
class InpaintResult:
    """The picture that is shown large.

    Attributes:
        broken: what it was made from.
        method: key of ``restore.INPAINTERS``.
        picture: (1, 3, S, S).
        title, note: its caption; the scores follow the note.
    """

    broken: DegradedFace
    method: str
    picture: Tensor
    title: str
    note: str = ""


@dataclass(frozen=True)
class Samples:
    """Several answers to one hole."""

    broken: DegradedFace
    completions: restore.Restoration


def hide(face: Tensor, mask: Tensor, noise: float, seed: float) -> DegradedFace:
    """Add noise to a face and cut a hole out of it.

    Args:
        face: (1, 3, S, S) in [0, 1].
        mask: (1, 1, S, S); 1 = missing.
        noise: standard deviation out of 255.
        seed: of the noise.
    """
    noisy = damage.apply(face, "gaussian-noise", generator=generator(seed), sigma=noise / OUT_OF_255)
    return DegradedFace(face, Damaged(torch.where(mask > 0, MISSING, noisy.faces), mask, noisy.sigma))


def fill(model: Any, face: Tensor, painted: Any, method: str = VAE, noise: float = 0, seed: float = 1) -> InpaintResult:
    """Fill a painted hole with a method's best guess, and remove noise if the method can.

    Args:
        model: first argument of ``restore.inpaint``.
        face: (1, 3, S, S) in [0, 1].
        painted: value of the mask canvas, as the client sent it.
        method: key of ``restore.INPAINTERS``.
        noise, seed: as for `hide`.
    Returns:
        The filled face; the face itself when nothing is painted and there is no noise.
    Raises:
        gr.Error: `painted` is no mask, or the model lacks what the method needs.
    """
    try:
        broken = hide(face, read_mask(painted, model.image_size), noise, seed)
        sigma = broken.left.sigma if method == VAE else 0.0
        picture = restore.inpaint(model, broken.left.faces, broken.left.mask, method=method, sigma=sigma)[:, 0]
    except ValueError as error:
        raise gr.Error(str(error), title="This hole cannot be filled", print_exception=False) from error
    return InpaintResult(broken, method, picture, *_caption(broken, method))


def _caption(broken: DegradedFace, method: str) -> tuple[str, str]:
    if not broken.hidden and not broken.left.sigma:
        return "The whole face", "Nothing is hidden yet: paint over a part of it."
    done = "Filled in" if broken.hidden else "Mended"
    stays = broken.left.sigma and method != VAE
    return f"{done} with: {restore.INPAINTERS[method].label}", "Only the VAE takes the noise away" if stays else ""


def imagine(model: Any, broken: DegradedFace, seed: float) -> Samples:
    """Fill a hole in several ways, the best-fitting first."""
    left = broken.left
    return Samples(broken, restore.complete(model, left.faces, left.mask, CHOICES, generator(seed), sigma=left.sigma))


def choose(nine: Samples, index: int) -> InpaintResult:
    """Take one of nine to be shown large."""
    picture = nine.completions.faces[:, index]
    return InpaintResult(nine.broken, VAE, picture, f"Person {index + 1} of {CHOICES}", _fit(nine, index).capitalize())


def average(nine: Samples) -> InpaintResult:
    """Take the mean of nine to be shown large."""
    return InpaintResult(nine.broken, VAE, nine.completions.mean, "The mean of all nine", "Blurred where they differ")


def _fit(nine: Samples, index: int) -> str:
    return f"{'best fit,' if index == 0 else 'weight'} {100 * nine.completions.weights[0, index]:.0f} %"


def large(filled: InpaintResult) -> tuple[dict[str, str], str]:
    """Return the pictures of the before/after slider, and its caption as HTML."""
    broken = filled.broken
    before = broken.left.faces if broken.left.sigma else broken.face
    kind: Kind = "model" if restore.INPAINTERS[filled.method].kind == "model" else "classical"
    note = ". ".join(part for part in (filled.note, _scores(filled)) if part)
    html = f'<span class="fv-title">{filled.title}</span><span class="fv-note">{note}</span>'
    pair = {"before": data_uri(before, FACE_SIDE), "after": data_uri(filled.picture, FACE_SIDE)}
    return pair, f'<div class="fv-{kind}">{html}</div>'


def _scores(filled: InpaintResult) -> str:
    face, left = filled.broken.face, filled.broken.left
    if not filled.broken.hidden and not left.sigma:
        return ""
    # Where noise was, known pixels are guesses as well.
    mask, where = (None, "over the whole picture") if left.sigma else (left.mask, "inside the hole")
    psnr, ssim = (score(filled.picture, face, mask).item() for score in (metrics.psnr, metrics.ssim))
    return f"{scores(psnr, ssim)}, {where}"


def in_the_photo(filled: InpaintResult) -> FaceEdit:
    """Return the filled face for its photo, which stays as sharp as it is outside the hole unless there is noise."""
    left = filled.broken.left
    if left.sigma:
        return FaceEdit(replace_crop(filled.picture), replace_crop(left.faces))
    return FaceEdit(replace_masked(filled.picture, left.mask), replace_masked(left.faces, left.mask))


def belongs(filled: InpaintResult | None, face: Tensor) -> bool:
    """Tell whether a filled face was made from this one, (1, 3, S, S)."""
    return filled is not None and torch.equal(filled.broken.face, face)


def gallery(nine: Samples) -> dict[str, Any]:
    """Return the nine as the value of a table of faces."""
    names = [f"{index + 1}: {_fit(nine, index)}" for index in range(CHOICES)]
    return table(nine.completions.faces[0], COLUMNS, names, captioned=True)


def spread(nine: Samples) -> str:
    """Return the heat map of where the nine differ, and its colour scale, as HTML."""
    note = "Standard deviation of the nine, pixel by pixel, out of 255"
    bar = f'<span class="heat-bar" style="background: linear-gradient(to right, {", ".join(legend())})"></span>'
    ends = f"<span>0: all nine agree</span><span>{MOST_SPREAD} or more: each is different</span>"
    picture = strip([Picture(_heat(nine), "Where they differ", note, "model")])
    return f'{picture}<div class="heat-scale">{bar}{ends}</div>'


def _heat(nine: Samples) -> Tensor:
    return heatmap(nine.completions.variance.sqrt(), MOST_SPREAD / OUT_OF_255)


def words(nine: Samples) -> str:
    """Return how much the nine differ, as HTML."""
    number = OUT_OF_255 * diversity(nine.completions, nine.broken.left.mask).item()
    return (
        f'<p class="fv-title">They differ by <strong class="inpaint-number">{number:.0f}</strong> of 255 inside the '
        'hole on average.</p><p class="fv-note">The best-fitting comes first; click one to see it large.</p>'
    )


def sheet_png(nine: Samples) -> bytes:
    """Return a PNG of what was left, the nine, their mean and where they differ, each with its name."""
    completions = nine.completions
    faces = torch.cat([nine.broken.left.faces, completions.faces[0], completions.mean, _heat(nine)])
    names = [f"{index + 1}: {_fit(nine, index)}" for index in range(CHOICES)]
    return sheet.labelled(faces, ["What was left", *names, "Mean of the nine", "Where they differ"], columns=4).png()
