"""What the methods made of a noisy face, at every place of the dial."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from facevae.restore import DENOISERS, comparison
from facevae.restore.comparison import Comparison, Scored
from facevae.restore.denoisers import draw_denoised
from facevae.ui.components.controls import generator
from facevae.ui.components.dial import TwoStyles

if TYPE_CHECKING:
    from torch import Tensor

    from facevae.model import FaceVae


@dataclass(frozen=True)
class Result:
    """What one method made of a noisy face.

    Attributes:
        faithful: as it came back, with its scores.
        styles: the same picture, and the real one.
    """

    faithful: Scored
    styles: TwoStyles

    @classmethod
    def as_it_is(cls, made: Scored) -> Result:
        """Return a result that the dial does not change."""
        return cls(made, TwoStyles(made.faces, made.faces))

    def at(self, clean: Tensor, place: float) -> Scored:
        """Return what is shown at a place of the dial, with its PSNR and SSIM to the clean face, (1, 3, S, S)."""
        return self._score(self.styles.at(place), clean)

    def beside(self, clean: Tensor, place: float) -> tuple[str, float, float] | None:
        """Return the name, PSNR and SSIM of the end to compare a place with; None where the dial changes nothing."""
        found = self.styles.beside(place)
        if found is None:
            return None
        name, picture = found
        other = self._score(picture, clean)
        return name, other.psnr, other.ssim

    def _score(self, picture: Tensor, clean: Tensor) -> Scored:
        return self.faithful if picture is self.faithful.faces else comparison.score(picture, clean)


@dataclass(frozen=True)
class Results:
    """What several methods made of one noisy face.

    Attributes:
        faithful: the comparison of the faithful results.
        made: each result, by method.
    """

    faithful: Comparison
    made: Mapping[str, Result]

    def at(self, clean: Tensor, place: float) -> Comparison:
        """Return the comparison of what is shown at a place of the dial; `clean` is as for `Result.at`."""
        return replace(self.faithful, results={name: made.at(clean, place) for name, made in self.made.items()})


def draw_results(model: FaceVae, compared: Comparison, strength: float, seed: int) -> Results:
    """Draw the details of what the model's own methods made.

    Args:
        model: as ``facevae.load`` returns it.
        compared: the faithful results.
        strength: that they were made with.
        seed: of the details of each.
    """
    made = {name: draw_result(model, compared, name, one, strength, seed) for name, one in compared.results.items()}
    return Results(compared, made)


def draw_result(model: FaceVae, compared: Comparison, method: str, made: Scored, strength: float, seed: int) -> Result:
    """Draw the details of what one method made.

    Args:
        model: as ``facevae.load`` returns it.
        compared: gives the noisy face, and the noise level that the method went by.
        method: a key of `DENOISERS`.
        made: its faithful result.
        strength: that it was made with.
        seed: of the details.
    Returns:
        The result, real as ``restore.denoise`` returns it; as it is where the method is none of the model's own.
    """
    chosen = DENOISERS[method]
    if chosen.kind != "model" or "real" not in model.styles:
        return Result.as_it_is(made)
    noisy, used = compared.noisy.faces, compared.sigma_used
    adjusted = strength if chosen.adjustable else 0.5
    return Result(made, TwoStyles(made.faces, draw_denoised(model, noisy, made.faces, used, adjusted, generator(seed))))
