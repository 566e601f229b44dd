"""Wiener filter in 1,600 principal components: the best linear denoiser, too large to ship."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor
from tqdm import tqdm

from facevae.conventions import check_faces
from facevae.damage.clipped_noise import clipped_mean, contrast_left
from facevae.models.wiener import LEVELS, WienerGain
from train.data.degrade import degrade_with_noise
from train.data.examples import to_float
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.methods.eigenfaces import Eigenfaces

COMPONENTS = 1600

HELD_BACK = 1500
"""Training faces that the weights are fitted on and the components are not: on faces that they were fitted to,
components explain more than they do of strangers, and would be believed too much."""

LEAST = 3
"""Faces without which there is nothing to fit: one held back, and two for a component."""

_CHUNK = 256


@dataclass(frozen=True)
class Believed:
    """What is believed at one noise level.

    Attributes:
        centre: (P,), the mean of noisy faces, their contrast corrected.
        weights: (K,), one for each component.
    """

    centre: Tensor
    weights: Tensor


@dataclass(frozen=True)
class LinearOptimum:
    """A weight for every component of faces and, beyond the components, a share for every frequency.

    Attributes:
        basis: K components at full size.
        levels: noise level out of 255 -> what is believed at it.
        rest: shares for what the components leave over.
    """

    basis: Eigenfaces
    levels: dict[int, Believed]
    rest: WienerGain

    @classmethod
    def fit(cls, faces: Tensor, levels: Sequence[int], count: int = COMPONENTS, seed: int = 0) -> LinearOptimum:
        """Find the components, then all weights by least squares on noisy faces.

        Args:
            faces: (N, 3, S, S) uint8 RGB, at least ``LEAST``; the last ``HELD_BACK`` of them, a third at most, are kept
                for the weights.
            levels: noise out of 255, of those in `facevae.models.wiener.LEVELS`.
            count: of components; fewer where fewer exist.
            seed: of the noise.
        Raises:
            ValueError: too few faces, or a level that shares do not exist for.
        Source: Wiener 1949, component by component; `Eigenfaces` and `WienerGain` name theirs.
        """
        if len(faces) < LEAST:
            raise ValueError(f"There are {len(faces)} faces; give at least {LEAST}.")
        unknown = [level for level in levels if level / 255 not in LEVELS]
        if unknown:
            raise ValueError(f"levels has {unknown[0]}; choose from {', '.join(f'{255 * own:.0f}' for own in LEVELS)}.")
        held = min(HELD_BACK, len(faces) // LEAST)
        known = faces[:-held]
        basis = Eigenfaces.fit(known, min(count, len(known) - 1, known[0].numel()))
        found = cls(basis, {}, WienerGain(faces.shape[-1]))
        for level in tqdm(levels, desc="Linear optimum", unit="level"):
            found.levels[level] = found._fit(faces[-held:], level, seed)
        return found

    def restore(self, noisy: Tensor, level: int) -> Tensor:
        """Remove noise.

        Args:
            noisy: (N, 3, S, S) float32 RGB in [0, 1]: clean plus noise, clipped.
            level: its standard deviation out of 255, one that was fitted.
        Returns:
            (N, 3, S, S) in [0, 1].
        """
        check_faces(noisy, name="noisy")
        believed = self.levels[level]
        codes, rest = self._split(_contrasted(noisy, level), believed.centre)
        faces = (self.basis.mean + (codes * believed.weights) @ self.basis.components).view_as(noisy)
        sigma = noisy.new_full((len(noisy),), level / 255)
        return (faces + self.rest(rest, sigma)).clamp(0, 1)

    def _fit(self, held: Tensor, level: int, seed: int) -> Believed:
        chunks = held.split(_CHUNK)
        # Clipping lifts dark places and lowers bright ones; in closed form their mean has no noise in it.
        expected = (clipped_mean(to_float(some), level / 255).sum(0) for some in chunks)
        centre = _contrasted(sum(expected, torch.zeros(())) / len(held), level).flatten()
        across = own = torch.zeros(len(self.basis.components))
        for number, some in enumerate(chunks):
            clean = to_float(some)
            noisy = degrade_with_noise(clean, level / 255, seed + number).faces
            wanted, wanted_rest = self._split(clean, self.basis.mean)
            seen, seen_rest = self._split(_contrasted(noisy, level), centre)
            across, own = across + (wanted * seen).sum(0), own + seen.square().sum(0)
            if number == 0:  # shares pool neighbouring frequencies, so few faces suffice
                self.rest.fit(LEVELS.index(level / 255), wanted_rest, seen_rest)
        return Believed(centre, across / own.clamp(min=1e-12))

    def _split(self, faces: Tensor, centre: Tensor) -> tuple[Tensor, Tensor]:
        """Return how much of each component is in faces, (N, K), and what else, (N, 3, S, S)."""
        change = faces.flatten(1) - centre
        codes = change @ self.basis.components.T
        return codes, (change - codes @ self.basis.components).view_as(faces)


@lru_cache(maxsize=1)
def of(heldout: HeldoutFaces, levels: tuple[int, ...]) -> LinearOptimum | None:
    """Fit it to the training faces beside the unseen ones, once for all that is measured on these.

    Args:
        heldout: faces to measure on.
        levels: as for `LinearOptimum.fit`.
    Returns:
        None where there are no training faces at hand.
    """
    if heldout.train is None or len(heldout.train) < LEAST:
        return None
    return LinearOptimum.fit(heldout.train.faces, levels)


def _contrasted(noisy: Tensor, level: int) -> Tensor:
    """Give back the contrast that clipping took, as far as that is linear."""
    return 0.5 + (noisy - 0.5) / contrast_left(torch.tensor(level / 255))
