"""Degradations by name: each takes faces and returns them degraded, with a record of how."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from numbers import Real

import torch
import torch.nn.functional as F
from scipy import ndimage
from torch import Tensor

from facevae import photos
from facevae.conventions import MAX_SIGMA, check_choice, check_faces, check_sigma
from facevae.damage import masks
from facevae.damage.damaged import Damaged, fill_missing

_REFERENCE_SIZE = 64
"""Lengths in options are in pixels of a face this size, so that a setting looks the same at any size."""


@dataclass(frozen=True)
class Option:
    """A number that sets how a damage looks; a whole ``step`` asks for whole numbers."""

    name: str
    label: str
    low: float
    high: float
    default: float
    step: float

    def check(self, value: float) -> float:
        """Return ``value`` if it is within the range; ValueError otherwise."""
        whole = isinstance(self.step, int)
        if not isinstance(value, Real) or not self.low <= value <= self.high or (whole and value != int(value)):
            kind = "whole number" if whole else "number"
            raise ValueError(f"{self.name} is {value!r}; give a {kind} from {self.low} to {self.high}.")
        return int(value) if whole else float(value)


@dataclass(frozen=True)
class Damage:
    """One way to degrade a face; ``run(faces, generator, **options)`` does it."""

    name: str
    label: str
    hint: str
    options: tuple[Option, ...]
    run: Callable[..., Damaged]

    def check(self, options: Mapping[str, float]) -> dict[str, float]:
        """Return every option with its value or default; ValueError for an unknown name or a value out of range."""
        known = {option.name: option for option in self.options}
        for name in options:
            if name not in known:
                raise ValueError(f"{self.name} has no option {name!r}; {_suggest(name, known)}")
        return {name: option.check(options.get(name, option.default)) for name, option in known.items()}


def apply(faces: Tensor, name: str, *, generator: torch.Generator, **options: float) -> Damaged:
    """Degrade faces in one way.

    Args:
        faces: (N, 3, S, S) float32 RGB in [0, 1].
        name: a key of ``DAMAGES``.
        generator: CPU generator; every face of the batch gets its own randomness from it.
        options: those of the damage, by name; the others take their defaults.
    Returns:
        The damaged faces with their mask, noise level and whether known pixels were altered.
    Raises:
        ValueError: no batch of faces, an unknown name or option, or a value out of range.
    """
    check_faces(faces)
    check_choice(name, DAMAGES, "damage")
    return DAMAGES[name].run(faces, generator, **DAMAGES[name].check(options))


def apply_all(
    faces: Tensor, steps: Iterable[tuple[str, Mapping[str, float]]], *, generator: torch.Generator
) -> Damaged:
    """Degrade faces in several ways, one after the other.

    Args:
        faces: (N, 3, S, S) float32 RGB in [0, 1].
        steps: (name, options) pairs, each as for ``apply``, in order. None at all returns the faces as they are.
        generator: CPU generator.
    Returns:
        Masks are united, and what is missing stays missing whatever comes later; noise levels add as variances.
    Raises:
        ValueError: as for ``apply``, or noise above the largest level in total.
    """
    total = Damaged(check_faces(faces), torch.zeros_like(faces[:, :1]))
    for name, options in steps:
        step = apply(total.faces, name, generator=generator, **options)
        sigma = check_sigma(total.sigma.hypot(step.sigma), faces)
        total = Damaged(step.faces, step.mask, sigma, total.error.hypot(step.error)).hide(total.mask)
    return total


def gaussian_blur(faces: Tensor, sd: float) -> Tensor:
    """Blur (N, 3, S, S) faces with a Gaussian of ``sd`` pixels, mirrored at the edges; 0 leaves them as they are."""
    blurred = ndimage.gaussian_filter(faces.numpy(force=True), sd, axes=(2, 3), mode="mirror", truncate=3.0)
    return torch.from_numpy(blurred).clamp(0, 1).to(faces.device)


def _gaussian_noise(faces: Tensor, generator: torch.Generator, sigma: float) -> Damaged:
    noise = torch.randn(faces.shape, generator=generator).to(faces.device)
    return Damaged((faces + sigma * noise).clamp(0, 1), torch.zeros_like(faces[:, :1]), sigma=sigma)


def _blur(faces: Tensor, _generator: torch.Generator, sd: float) -> Damaged:
    blurred = gaussian_blur(faces, sd * faces.shape[-1] / _REFERENCE_SIZE)
    return _altered(faces, blurred)


def _pixelate(faces: Tensor, _generator: torch.Generator, block: int) -> Damaged:
    size = faces.shape[-1]
    side = max(1, round(block * size / _REFERENCE_SIZE))
    means = F.avg_pool2d(faces, side, ceil_mode=True)
    coarse = means.repeat_interleave(side, 2).repeat_interleave(side, 3)[..., :size, :size]
    return _altered(faces, coarse)


def _block(faces: Tensor, _generator: torch.Generator, size: float, x: float, y: float) -> Damaged:
    mask = masks.block(faces.shape[-1], size, x, y).to(faces.device).repeat(faces.shape[0], 1, 1, 1)
    return Damaged(fill_missing(faces, mask), mask)


def _scratches(faces: Tensor, generator: torch.Generator, count: int, width: int) -> Damaged:
    size = faces.shape[-1]
    thick = max(1, round(width * size / _REFERENCE_SIZE))
    mask = masks.scratches(faces.shape[0], size, count, thick, generator=generator).to(faces.device)
    return Damaged(fill_missing(faces, mask), mask)


def _jpeg(faces: Tensor, _generator: torch.Generator, quality: int) -> Damaged:
    return _altered(faces, photos.through_jpeg(faces, quality))


def _salt_and_pepper(faces: Tensor, generator: torch.Generator, share: float) -> Damaged:
    hit, white = torch.rand(2, len(faces), 1, *faces.shape[2:], generator=generator).to(faces.device)
    return _altered(faces, torch.where(hit < share, (white < 0.5).to(faces.dtype), faces))


def _altered(faces: Tensor, altered: Tensor) -> Damaged:
    error = (altered - faces).square().mean((1, 2, 3)).sqrt()
    return Damaged(altered, torch.zeros_like(faces[:, :1]), error=error)


def _suggest(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"did you mean {near[0]!r}?" if near else f"choose from {', '.join(known)}."


DAMAGES: dict[str, Damage] = {
    damage.name: damage
    for damage in (
        Damage(
            "gaussian-noise",
            "Noise",
            "Every pixel is off by a random amount, as in a photo taken in the dark.",
            (Option("sigma", "Strength (standard deviation)", 0.0, MAX_SIGMA, 0.2, 0.01),),
            _gaussian_noise,
        ),
        Damage(
            "blur",
            "Blur",
            "Every pixel is mixed with its neighbours, as in a photo out of focus.",
            (Option("sd", "Radius (standard deviation in pixels, of 64)", 0.0, 8.0, 2.0, 0.1),),
            _blur,
        ),
        Damage(
            "pixelate",
            "Pixelate",
            "The face is cut into squares, and each becomes one colour.",
            (Option("block", "Size of a square (pixels, of 64)", 1, 32, 4, 1),),
            _pixelate,
        ),
        Damage(
            "block",
            "Missing square",
            "A square of the face is gone, and nothing is known about what was there.",
            (
                Option("size", "Size (share of the side)", 0.0, 1.0, 0.4, 0.01),
                Option("x", "Across (0 left, 1 right)", 0.0, 1.0, 0.5, 0.01),
                Option("y", "Down (0 top, 1 bottom)", 0.0, 1.0, 0.5, 0.01),
            ),
            _block,
        ),
        Damage(
            "scratches",
            "Scratches",
            "Thin curved lines are gone, as on an old print.",
            (
                Option("count", "How many", 0, 40, 8, 1),
                Option("width", "Width (pixels, of 64)", 1, 6, 1, 1),
            ),
            _scratches,
        ),
        Damage(
            "jpeg",
            "JPEG",
            "The face is squeezed into a very small file, which leaves blocks and halos.",
            (Option("quality", "Quality (1 worst, 100 best)", 1, 100, 10, 1),),
            _jpeg,
        ),
        Damage(
            "salt-and-pepper",
            "Salt and pepper",
            "Some pixels are white or black, as from a sensor with dead cells.",
            (Option("share", "Share of the pixels", 0.0, 0.5, 0.05, 0.01),),
            _salt_and_pepper,
        ),
    )
}
