"""An encoder for damaged faces: which codes could the undamaged face have had?

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

from facevae.clipping import contrast_left
from facevae.models.layers import DownPath
from facevae.models.residual import ResidualShares
from facevae.models.vae import Posterior, Vae

MAX_CORRECTION = 8.0
"""In standard deviations of the linear posterior; only a bound against runaway values."""


@dataclass(frozen=True)
class RestorerConfig:
    """The shape of a restorer.

    Attributes:
        image_size, latent_dim: those of the flagship.
        evidence_size: side of the picture that the linear posterior is computed on; divides image_size.
        patch, widths, blocks: of the convolutional path, as in `VaeConfig`.
    """

    image_size: int = 128
    latent_dim: int = 256
    evidence_size: int = 32
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


class LinearPosterior(nn.Module):
    """Posterior of a linear Gaussian model given some pixels, each with noise.

    Args:
        config: sizes.

    Attributes:
        basis, mean: (P, D) and (P,), the linear model of a picture at `evidence_size`, P = 3 E E.
        residual: variance per pixel that it leaves over.
    """

    basis: Tensor
    mean: Tensor
    residual: Tensor

    def __init__(self, config: RestorerConfig) -> None:
        super().__init__()
        self.side = config.evidence_size
        self.factor = config.image_size // config.evidence_size
        pixels = 3 * self.side**2
        self.register_buffer("basis", torch.zeros(pixels, config.latent_dim))
        self.register_buffer("mean", torch.zeros(pixels))
        self.register_buffer("residual", torch.tensor(1e-3))

    @torch.no_grad()
    def copy_from(self, vae: Vae) -> None:
        """Take over the flagship's linear path; `residual` is to be measured with it.

        Args:
            vae: the flagship.
        """
        linear, side = vae.decoder.linear, vae.config.linear_size
        pictures = torch.cat([linear.weight.T, linear.bias[None]]).view(-1, 3, side, side)
        small = F.adaptive_avg_pool2d(pictures, self.side).flatten(1)
        self.basis.copy_(small[:-1].T)
        self.mean.copy_(small[-1])

    def sketch(self, latents: Tensor) -> Tensor:
        """The linear model's picture of a code, (N, 3, E, E)."""
        return F.linear(latents, self.basis, self.mean).view(-1, 3, self.side, self.side)

    @torch.no_grad()
    @torch.autocast("cuda", enabled=False)  # a Cholesky factor needs all of float32
    def forward(self, faces: Tensor, known: Tensor, sigma: Tensor) -> Posterior:
        """Condition on the known pixels.

        Args:
            faces: (N, 3, S, S) in [0, 1].
            known: (N, 1, S, S), 1 where a pixel counts.
            sigma: (N,) standard deviation of the noise on a pixel.
        """
        share = F.avg_pool2d(known, self.factor)
        pixels = F.avg_pool2d(faces * known, self.factor) / share.clamp(min=1e-6)
        pixels = 0.5 + (pixels - 0.5) / contrast_left(sigma)[:, None, None, None]
        noise = self.residual + sigma.square() / self.factor**2
        precision = (share / noise[:, None, None, None]).expand_as(pixels).flatten(1)
        evidence = (precision * (pixels.flatten(1) - self.mean)) @ self.basis
        weighted = self.basis * precision.sqrt()[:, :, None]
        identity = torch.eye(self.basis.shape[1], device=faces.device)
        factor = torch.linalg.cholesky(weighted.mT @ weighted + identity)
        mean = torch.cholesky_solve(evidence[:, :, None], factor)[:, :, 0]
        half = torch.linalg.solve_triangular(factor, identity, upper=False)
        return Posterior(mean, half.square().sum(-2).sqrt())


class Restorer(nn.Module):
    """Damaged faces, their mask and noise level to a `Posterior` over the flagship's latents."""

    def __init__(self, config: RestorerConfig) -> None:
        super().__init__()
        self.config = config
        self.linear = LinearPosterior(config)
        self.residual = ResidualShares(config.image_size)
        self.path = DownPath(5, config.image_size, config.patch, config.widths, config.blocks)
        self.head = nn.Linear(self.path.features + 2 * config.latent_dim, 2 * config.latent_dim)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def forward(self, faces: Tensor, mask: Tensor, sigma: Tensor) -> Posterior:
        """Infer the codes.

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
