"""Draw what a mean leaves out: from the face that errs least to one that looks real."""

from __future__ import annotations

import torch
from torch import Tensor

from facevae.conventions import check_faces, check_mask
from facevae.models.detail import DetailNet


@torch.no_grad()
def add_detail(
    network: DetailNet, soft: Tensor, mask: Tensor, generator: torch.Generator, strength: float = 1.0
) -> Tensor:
    """Draw the detail of what was invented.

    Args:
        network: the detail stage, ready for inference.
        soft: (N, 3, S, S) float32 RGB in [0, 1]: decoded, filled, denoised or repaired faces.
        mask: (N, 1, S, S) or (1, 1, S, S) in [0, 1]; 1 = invented. All ones for faces that are drawn as a whole.
        generator: CPU generator; another seed draws other details.
        strength: from 0, the soft face, which errs least, to 1, the face that looks real.
    Returns:
        (N, 3, S, S) in [0, 1]; pixels with mask 0 come back bit-identical.
    Raises:
        ValueError: shapes or ranges.
    Source: on the straight line from the posterior's mean to a perfect sample every point errs as little as a face that
    looks that real can, Freirich et al. 2021, "A theory of the distortion-perception tradeoff in Wasserstein space".
    """
    check_faces(soft, size=network.config.image_size, name="soft")
    mask = check_mask(mask, soft)
    if not 0 <= strength <= 1:
        raise ValueError(f"strength is {strength}; give a number from 0, faithful, to 1, real.")
    noise = torch.randn(soft.shape, generator=generator).to(soft.device)
    real = network(soft, mask, noise).clamp(0, 1)
    return torch.where(mask > 0, torch.lerp(soft, real, strength), soft)
