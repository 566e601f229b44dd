"""Random damage for training: every kind and strength, alone and together."""

from __future__ import annotations

import torch
from torch import Tensor

from facevae import damage
from facevae.damage import Damaged, masks

MAX_SIGMA = 160 / 255
"""A little above the strongest noise that is evaluated, so that it is no edge case."""


def degrade(faces: Tensor, seed: int) -> Damaged:
    """Damage each face of a batch in its own way.

    Args:
        faces: (N, 3, S, S) in [0, 1].
        seed: of everything random.
    Returns:
        Of the faces, 45 % are noisy, 25 % have a hole, 15 % both, 15 % are blurred, pixelated or compressed.
    """
    generator = torch.Generator().manual_seed(seed)
    kinds = torch.rand(len(faces), generator=generator)
    parts = [_degrade_one(face[None].cpu(), float(kind), generator) for face, kind in zip(faces, kinds, strict=True)]
    return Damaged.cat(parts).to(faces.device)


def degrade_with_noise(faces: Tensor, sigma: float, seed: int) -> Damaged:
    """Add noise of one level to every face of a batch.

    Args:
        faces: (N, 3, S, S) in [0, 1].
        sigma: standard deviation on the [0, 1] scale.
        seed: of the noise.
    Returns:
        The noisy faces; nothing is missing.
    """
    generator = torch.Generator().manual_seed(seed)
    return damage.apply(faces, "gaussian-noise", generator=generator, sigma=sigma)


def degrade_with_noises(faces: Tensor, seed: int) -> Damaged:
    """Add noise of its own level to each face of a batch, up to `MAX_SIGMA`.

    Args:
        faces: (N, 3, S, S) in [0, 1].
        seed: of the levels and the noise.
    Returns:
        The noisy faces; nothing is missing.
    """
    generator = torch.Generator().manual_seed(seed)
    sigma = (MAX_SIGMA * torch.rand(len(faces), generator=generator)).to(faces.device)
    noise = torch.randn(faces.shape, generator=generator).to(faces.device)
    noisy = (faces + sigma[:, None, None, None] * noise).clamp(0, 1)
    return Damaged(noisy, torch.zeros_like(faces[:, :1]), sigma)


def _degrade_one(face: Tensor, kind: float, generator: torch.Generator) -> Damaged:
    noise = ("gaussian-noise", {"sigma": MAX_SIGMA * _uniform(generator)})
    if kind < 0.45:
        return damage.apply_all(face, [noise], generator=generator)
    if kind < 0.85:
        steps = [noise] if kind >= 0.70 else []
        noisy = damage.apply_all(face, steps, generator=generator)
        return noisy.hide(_hole(face.shape[-1], generator))
    name, options = _alteration(generator)
    return damage.apply_all(face, [(name, options)], generator=generator)


def _hole(size: int, generator: torch.Generator) -> Tensor:
    kind = _uniform(generator)
    if kind < 0.35:
        fraction = 0.15 + 0.6 * _uniform(generator)
        return masks.block(size, fraction, _uniform(generator), _uniform(generator))
    if kind < 0.5:
        return masks.centre_box(size, 0.3 + 0.4 * _uniform(generator))
    if kind < 0.7:
        return masks.half(size, masks.SIDES[int(torch.randint(len(masks.SIDES), (1,), generator=generator))])
    return masks.random_strokes(size, 0.05 + 0.5 * _uniform(generator) ** 2, generator=generator)


def _alteration(generator: torch.Generator) -> tuple[str, dict[str, float]]:
    kind = _uniform(generator)
    if kind < 0.4:
        return "blur", {"sd": 6 * _uniform(generator)}
    if kind < 0.75:
        return "pixelate", {"block": int(torch.randint(2, 17, (1,), generator=generator))}
    return "jpeg", {"quality": int(torch.randint(2, 40, (1,), generator=generator))}


def _uniform(generator: torch.Generator) -> float:
    return float(torch.rand(1, generator=generator))
