"""What the Inpaint tab works out: a face with a hole, one answer to it, and several."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import gradio as gr

from facevae import damage, restore
from facevae.damage import Damaged
from facevae.restore import INPAINTERS, Problem, Restoration
from facevae.ui.components.controls import generator
from facevae.ui.components.dial import TwoStyles
from facevae.ui.components.pictures import OUT_OF_255
from facevae.ui.tabs.photo_result import FaceEdit, replace_crop, replace_masked

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae

SAMPLES = 9
"""How many answers are shown side by side."""


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

    @property
    def noisy(self) -> bool:
        """Whether there is noise on what is left."""
        return bool(self.left.sigma > 0)

    @property
    def whole(self) -> bool:
        """Whether nothing happened to the face."""
        return not self.hidden and not self.noisy


@dataclass(frozen=True)
class InpaintResult:
    """The picture that is shown large.

    Attributes:
        degraded: what it was made from.
        method: key of ``restore.INPAINTERS``.
        styles: one face, at both ends of the dial.
        title, note: its caption; the scores follow the note.
    """

    degraded: DegradedFace
    method: str
    styles: TwoStyles
    title: str
    note: str = ""


@dataclass(frozen=True)
class Samples:
    """Several answers to one hole.

    Attributes:
        degraded: what they were made from.
        method: key of ``restore.INPAINTERS``.
        restoration: `SAMPLES` faces with their weights, faithful.
        styles: the same faces at both ends of the dial.
    """

    degraded: DegradedFace
    method: str
    restoration: Restoration
    styles: TwoStyles

    def at(self, place: float) -> Restoration:
        """Return them at a place of the dial."""
        return Restoration(self.styles.at(place)[None], self.restoration.weights)

    def fit(self, index: int) -> str:
        """Return in words how well one of them fits what is left; "" for all but the best."""
        return "fits best" if index == 0 else ""


def offered(model: FaceVae) -> list[str]:
    """Return the methods that a model can fill holes by."""
    return [name for name, method in INPAINTERS.items() if method.runs_on(model)]


def preferred(model: FaceVae) -> str:
    """Return the method to begin with: one with several answers if there is any."""
    names = offered(model)
    return next((name for name in names if INPAINTERS[name].multiple_samples), names[-1])


def hide(face: Tensor, mask: Tensor, noise: float, seed: float) -> DegradedFace:
    """Add noise to a face and cut a hole out of it.

    Args:
        face: (1, 3, S, S) in [0, 1].
        mask: (1, 1, S, S); 1 = missing.
        noise: standard deviation out of 255.
        seed: of the noise.
    """
    noisy = damage.apply(face, "gaussian-noise", generator=generator(seed), sigma=noise / OUT_OF_255)
    return DegradedFace(face, noisy.hide(mask))


def fill(model: FaceVae, degraded: DegradedFace, method: str, seed: float) -> InpaintResult:
    """Fill a hole with a method's best guess, and remove the noise if the method can.

    Args:
        model: first argument of ``restore.inpaint``.
        degraded: as `hide` returns it.
        method: key of ``restore.INPAINTERS``.
        seed: of the details, where the method has any.
    Returns:
        The filled face; the face itself when nothing is hidden and there is no noise.
    Raises:
        gr.Error: the model lacks what the method needs.
    """
    left = degraded.left
    sigma = left.sigma if INPAINTERS[method].removes_noise else 0.0
    try:
        picture = restore.inpaint(model, left.faces, left.mask, method=method, sigma=sigma)[:, 0]
        styles = _detailed(model, degraded, method, Restoration.single(picture), seed)
    except ValueError as error:
        raise gr.Error(str(error), title="This hole cannot be filled", print_exception=False) from error
    return InpaintResult(degraded, method, styles, *_caption(degraded, method))


def _detailed(model: FaceVae, degraded: DegradedFace, method: str, restoration: Restoration, seed: float) -> TwoStyles:
    """Both ends of the dial; one and the same where nothing was invented, or not by the model."""
    faithful = restoration.faces[0]
    if INPAINTERS[method].kind != "model" or "real" not in model.styles or degraded.whole:
        return TwoStyles(faithful, faithful)
    # The seed begins anew here: the most plausible filling has the same details alone and as the first of nine.
    return TwoStyles(faithful, restore.add_detail(model, restoration, degraded.left, generator(seed)).faces[0])


def _caption(degraded: DegradedFace, method: str) -> tuple[str, str]:
    if degraded.whole:
        return "The whole face", "Nothing is hidden yet: paint over a part of it."
    done = "Filled in" if degraded.hidden else "Restored"
    stays = degraded.noisy and not INPAINTERS[method].removes_noise
    return f"{done} with: {INPAINTERS[method].label}", "This method leaves the noise as it is" if stays else ""


def sample(model: FaceVae, degraded: DegradedFace, method: str, seed: float) -> Samples:
    """Fill a hole in several ways, each with details of its own; the method has ``multiple_samples``."""
    return detail(model, imagine(model, degraded, method, seed), seed)


def imagine(model: FaceVae, degraded: DegradedFace, method: str, seed: float) -> Samples:
    """Fill a hole in several ways, all faithful: the first half of `sample`."""
    left = degraded.left
    problem = Problem(left.faces, left.mask, left.sigma, SAMPLES, generator=generator(seed))
    restoration = INPAINTERS[method].run(model, problem)
    return Samples(degraded, method, restoration, TwoStyles(restoration.faces[0], restoration.faces[0]))


def detail(model: FaceVae, nine: Samples, seed: float) -> Samples:
    """Draw the details of several answers: the second half of `sample`."""
    return replace(nine, styles=_detailed(model, nine.degraded, nine.method, nine.restoration, seed))


def choose(nine: Samples, index: int) -> InpaintResult:
    """Take one of several answers to be shown large."""
    one, title = slice(index, index + 1), f"Person {index + 1} of {SAMPLES}"
    styles = nine.styles
    # One tensor at both ends says that nothing was drawn, here as there.
    faithful = styles.faithful[one]
    real = styles.real[one] if styles.drawn else faithful
    return InpaintResult(nine.degraded, nine.method, TwoStyles(faithful, real), title, nine.fit(index).capitalize())


def average(nine: Samples) -> InpaintResult:
    """Take the mean of several answers to be shown large: of the faithful ones, wherever the dial stands."""
    title, mean = "The mean of all nine, faithful", nine.restoration.mean
    note = "Blurred where they differ, and an average of real ones would be so as well"
    return InpaintResult(nine.degraded, nine.method, TwoStyles(mean, mean), title, note)


def edit(filled: InpaintResult, place: float) -> FaceEdit:
    """Return the filled face at a place of the dial for its photo, which stays as sharp as it is outside the hole
    unless there is noise."""
    left, picture = filled.degraded.left, filled.styles.at(place)
    if filled.degraded.noisy:
        return FaceEdit(replace_crop(picture), replace_crop(left.faces))
    return FaceEdit(replace_masked(picture, left.mask))


def belongs(filled: InpaintResult, face: Tensor) -> bool:
    """Tell whether a filled face was made from this one, (1, 3, S, S)."""
    return filled.degraded.face.equal(face)
