"""What the app draws of test faces, each as its mean and with details, use by use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from facevae import FaceVae, latent, restore
from facevae.damage import masks
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.measures import denoising, inpainting

SEED = 0

DRAWN = 3
"""Completions of which the second stands for those that are drawn; the first is mostly the most plausible one."""


@dataclass(frozen=True)
class Seen:
    """Some test faces, as they are handed to what draws them.

    Attributes:
        clean: (N, 3, S, S) in [0, 1], the true faces.
        mask: (N, 1, S, S); 1 = to be drawn.
        first: number of the first face.
        generator: of everything random but the noise on photos, which depends on the face alone.
    """

    clean: Tensor
    mask: Tensor
    first: int
    generator: torch.Generator


@dataclass(frozen=True)
class Batch:
    """Some test faces, and what was drawn of them.

    Attributes:
        clean: (N, 3, S, S) in [0, 1], the true faces.
        mask: (N, 1, S, S); 1 = drawn, elsewhere all three are the same.
        styles: "faithful", the means, and "real", the same with details -> (N, 3, S, S) in [0, 1].
    """

    clean: Tensor
    mask: Tensor
    styles: dict[str, Tensor]


@dataclass(frozen=True)
class Use:
    """One thing that the app draws.

    Attributes:
        label: in words.
        draw: the means of some faces.
        hole: (side, number of a face) -> (1, 1, S, S) mask of what is hidden; None draws all of a face.
        paired: whether the true face is what it should be.
    """

    label: str
    draw: Callable[[FaceVae, Seen], Tensor]
    hole: Callable[[int, int], Tensor] | None = None
    paired: bool = True

    def batches(self, model: FaceVae, heldout: HeldoutFaces, most: int | None) -> Iterator[Batch]:
        """Draw test faces.

        Args:
            model: with a restorer and a detail stage.
            heldout: the faces.
            most: only the first so many; None draws all.
        Yields:
            A few at a time, in order.
        """
        generator = torch.Generator().manual_seed(SEED)
        for first, clean in heldout.batches(self.label, most):
            mask = self._mask(clean, first)
            faithful = self.draw(model, Seen(clean, mask, first, generator))
            real = model.add_detail(faithful, mask, generator=generator)
            yield Batch(clean, mask, {"faithful": faithful, "real": real})

    def _mask(self, clean: Tensor, first: int) -> Tensor:
        if self.hole is None:
            return torch.ones_like(clean[:, :1])
        return torch.cat([self.hole(clean.shape[-1], number) for number in range(first, first + len(clean))])


def _fill(model: FaceVae, seen: Seen, samples: int) -> Tensor:
    known = seen.clean * (1 - seen.mask)
    return restore.inpaint(model, known, seen.mask, samples, seen.generator)[:, samples // 2]


def _half_way(model: FaceVae, seen: Seen) -> Tensor:
    codes = model.encode(seen.clean).mean
    return model.decode((codes + codes.roll(1, 0)) / 2)


def _denoised(level: int) -> Use:
    def draw(model: FaceVae, seen: Seen) -> Tensor:
        return restore.denoise(model, denoising.add_noise(seen.clean, seen.first, level), level / 255)

    return Use(f"Denoised, noise {level}", draw)


USES: dict[str, Use] = {
    "decoded": Use("Decoded", lambda model, seen: model.decode(model.encode(seen.clean).mean)),
    "eyes": Use(
        "Eyes, one of several completions",
        lambda model, seen: _fill(model, seen, DRAWN),
        lambda size, number: masks.eyes(size),
    ),
    "eyes-plausible": Use(
        "Eyes, the most plausible completion",
        lambda model, seen: _fill(model, seen, 1),
        lambda size, number: masks.eyes(size),
    ),
    **{
        name: Use(hole.label, lambda model, seen: _fill(model, seen, DRAWN), hole.make)
        for name, hole in inpainting.HOLES.items()
    },
    **{f"denoised-{level}": _denoised(level) for level in (25, 50, 75, 100)},
    "random": Use(
        "Random faces",
        lambda model, seen: model.decode(latent.sample(model, len(seen.clean), seen.generator, temperature=1.0)),
        paired=False,
    ),
    "half-way": Use("Half-way between two faces' codes", _half_way, paired=False),
}
"""Name -> what is drawn; the box, half and strokes by one of several completions, too."""
