"""Encoder of degraded faces, q(z | y, mask, sigma): a linear Gaussian posterior that convolutions correct.

The linear part of the question has a closed answer: under the flagship's linear path the posterior given the known,
noisy pixels is a Gaussian that one solve finds, for any mask and noise level. Convolutions correct it, in units of
its own uncertainty, and start at zero correction.

Source: Harvey et al. 2022, "Conditional image generation by conditioning variational auto-encoders".
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from facevae.models.layers import DownPath
from facevae.models.linear_gaussian import LinearPosterior
from facevae.models.vae import Posterior
from facevae.models.wiener import WienerGain

MAX_CORRECTION = 8.0
"""In standard deviations of the linear posterior; only a bound against runaway values."""


@dataclass(frozen=True)
class RestorerConfig:
    """The shape of a restorer.

    Attributes:
        image_size, latent_dim: those of the flagship.
        evidence_size: side of the picture that the linear posterior is computed on; divides image_size.
        nuisance: directions of what the flagship's codes leave over that are inferred beside them, so that they are
            not taken for evidence about the codes.
        patch, widths, blocks: of the convolutional path, as in `VaeConfig`.
    """

    image_size: int = 128
    latent_dim: int = 256
    evidence_size: int = 32
    nuisance: int = 0
    patch: int = 4
    widths: tuple[int, ...] = (32, 64, 128, 256)
    blocks: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "widths", tuple(self.widths))
        step = self.patch * 2 ** (len(self.widths) - 1)
        if self.image_size % step or self.image_size % self.evidence_size:
            raise ValueError(
                f"image_size {self.image_size} must be a multiple of {step} (patch and {len(self.widths)} widths) "
                f"and of evidence_size {self.evidence_size}."
            )


class Restorer(nn.Module):
    """Damaged faces, their mask and noise level to a `Posterior` over the flagship's latents."""

    def __init__(self, config: RestorerConfig) -> None:
        super().__init__()
        self.config = config
        self.linear = LinearPosterior(config.image_size, config.evidence_size, config.latent_dim, config.nuisance)
        self.residual = WienerGain(config.image_size)
        self.path = DownPath(5, config.image_size, config.patch, config.widths, config.blocks)
        self.head = nn.Linear(self.path.features + 2 * config.latent_dim, 2 * config.latent_dim)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def forward(self, faces: Tensor, mask: Tensor, sigma: Tensor) -> Posterior:
        """Encode degraded faces.

        Args:
            faces: (N, 3, S, S) in [0, 1]; what stands where the mask is 1 does not matter.
            mask: (N, 1, S, S) in [0, 1]; 1 = missing.
            sigma: (N,) noise level on the [0, 1] scale.
        """
        known = 1 - mask
        linear = self.linear(faces, known, sigma)
        guess = F.interpolate(
            self.linear.sketch(linear.mean), size=faces.shape[-2:], mode="bilinear", align_corners=False
        )
        filled = faces * known + guess * mask
        level = sigma[:, None, None, None].expand_as(mask)
        features = self.path(torch.cat([filled - 0.5, mask, level], dim=1))
        shift, ratio = self.head(torch.cat([features, linear.mean, linear.std.log()], dim=1)).chunk(2, dim=1)
        mean = linear.mean + linear.std * shift.clamp(-MAX_CORRECTION, MAX_CORRECTION)
        return Posterior(mean, linear.std * ratio.float().clamp(-4, 2).exp())
