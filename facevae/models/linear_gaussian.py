"""Posterior of a linear Gaussian model (probabilistic PCA) given some noisy pixels, in closed form.

A picture is taken for a mean, plus a code seen through a few directions, plus noise, all Gaussian. The posterior of
the code then has a closed form, whichever pixels are known.

Source: Tipping and Bishop 1999, "Probabilistic principal component analysis".
"""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from facevae.damage.clipped_noise import contrast_left
from facevae.models.vae import Posterior, Vae

ERRORS_GO_TOGETHER = 3.0
"""Errors of neighbouring pixels are alike, so together they tell less than as many that differ: the variance that is
left over counts this much. Chosen on validation faces with holes."""


class LinearPosterior(nn.Module):
    """Posterior of a linear Gaussian model given some pixels, each with noise.

    Args:
        image_size: S, side of a face in pixels.
        side: E, side of the smaller picture that it works on; divides S.
        codes: D, numbers in a code.
        nuisance: L, directions of what a code leaves over. They are inferred beside the code, so that what they
            cause is not taken for evidence about it.

    Attributes:
        basis, mean: (P, D + L) and (P,), P = 3 E E; the last L are the nuisance directions.
        residual: variance per pixel that remains.
    """

    basis: Tensor
    mean: Tensor
    residual: Tensor

    def __init__(self, image_size: int, side: int, codes: int, nuisance: int = 0) -> None:
        super().__init__()
        self.side, self.factor, self.codes = side, image_size // side, codes
        self.register_buffer("basis", torch.zeros(3 * side**2, codes + nuisance))
        self.register_buffer("mean", torch.zeros(3 * side**2))
        self.register_buffer("residual", torch.tensor(1e-3))
        self._products: tuple[tuple[int, int], Tensor] | None = None

    @torch.no_grad()
    def copy_from(self, vae: Vae) -> None:
        """Take over the flagship's linear path; `fit_nuisance` is to follow.

        Args:
            vae: the flagship.
        """
        linear, side = vae.decoder.linear, vae.config.linear_size
        pictures = torch.cat([linear.weight.T, linear.bias[None]]).view(-1, 3, side, side)
        small = F.adaptive_avg_pool2d(pictures, self.side).flatten(1)
        self.basis[:, : self.codes] = small[:-1].T
        self.mean.copy_(small[-1])

    @torch.no_grad()
    def fit_nuisance(self, errors: Tensor) -> None:
        """Measure in which directions pictures differ from their codes' sketches, and how much beyond them.

        Args:
            errors: (N, P), pictures at `side` minus what `sketch` makes of their codes.
        """
        self._fit(errors.T @ errors / len(errors), self.codes)

    @torch.no_grad()
    def fit_all(self, mean: Tensor, covariance: Tensor) -> None:
        """Take the principal components of pictures as the directions of a code: eigenfaces.

        Args:
            mean: (P,) of pictures at `side`.
            covariance: (P, P) of the same.
        """
        self.mean.copy_(mean)
        self._fit(covariance, 0)

    def _fit(self, covariance: Tensor, first: int) -> None:
        count = self.basis.shape[1] - first
        variance, directions = torch.linalg.eigh(covariance)
        self.basis[:, first:] = (directions * variance.clamp(min=0).sqrt()).flip(1)[:, :count]
        beyond = variance[: len(variance) - count].sum() / len(variance)
        self.residual.copy_(ERRORS_GO_TOGETHER * beyond)

    def sketch(self, latents: Tensor) -> Tensor:
        """The linear model's picture of a code, (N, 3, E, E)."""
        return F.linear(latents, self.basis[:, : self.codes], self.mean).view(-1, 3, self.side, self.side)

    def small(self, faces: Tensor, known: Tensor, sigma: Tensor) -> tuple[Tensor, Tensor]:
        """Reduce faces to the pixels that it works on.

        Args:
            faces: (N, 3, S, S) in [0, 1].
            known: (N, 1, S, S), 1 where a pixel counts.
            sigma: (N,) standard deviation of the noise on a pixel.
        Returns:
            Pixels, with the contrast that clipping took, and their precisions, 0 where nothing is known: (N, P) each.
        """
        share = F.avg_pool2d(known, self.factor)
        pixels = F.avg_pool2d(faces * known, self.factor) / share.clamp(min=1e-6)
        pixels = 0.5 + (pixels - 0.5) / contrast_left(sigma)[:, None, None, None]
        noise = self.residual + sigma.square() / self.factor**2
        precision = (share / noise[:, None, None, None]).expand_as(pixels)
        return pixels.flatten(1), precision.flatten(1)

    @torch.no_grad()
    @torch.autocast("cuda", enabled=False)  # a Cholesky factor needs all of float32
    def forward(self, faces: Tensor, known: Tensor, sigma: Tensor) -> Posterior:
        """Condition on the known pixels; arguments as for `small`."""
        pixels, precision = self.small(faces, known, sigma)
        evidence = (precision * (pixels - self.mean)) @ self.basis
        factor, which = self._factors(precision)
        mean = torch.cholesky_solve(evidence[:, :, None], factor[which])[:, : self.codes, 0]
        identity = torch.eye(self.basis.shape[1], device=faces.device)
        half = torch.linalg.solve_triangular(factor, identity[:, : self.codes], upper=False)
        return Posterior(mean, half.square().sum(-2).sqrt()[which])

    @torch.no_grad()
    def deviations(self, precision: Tensor, noise: Tensor) -> Tensor:
        """Deviations with the posterior's covariance.

        Args:
            precision: (N, P), as `small` returns it.
            noise: (N, K, D + L), standard normal.
        Returns:
            (N, K, D), of mean zero and with the covariance of the posterior.
        """
        factor, which = self._factors(precision)
        return torch.linalg.solve_triangular(factor[which].mT, noise.mT, upper=True).mT[..., : self.codes]

    @torch.no_grad()
    def gauss_newton_step(self, precision: Tensor, std: Tensor) -> Callable[[Tensor], Tensor]:
        """A regularised Gauss-Newton step of codes towards smaller errors.

        Args:
            precision: (N, P), as `small` returns it.
            std: (N, D), how loosely a code is held.
        Returns:
            A function of errors, (N, K, P), known pixels minus those of K codes' pictures. It returns (N, K, D), a
            Gauss-Newton step with the linear path's slope.
        """
        hold = std.new_ones(len(std), self.basis.shape[1])
        hold[:, : self.codes] = std.square().reciprocal()
        factor = torch.linalg.cholesky(self._information(precision) + torch.diag_embed(hold))

        def step(errors: Tensor) -> Tensor:
            evidence = (precision[:, None] * errors) @ self.basis
            return torch.cholesky_solve(evidence.mT, factor).mT[..., : self.codes]

        return step

    def _factors(self, precision: Tensor) -> tuple[Tensor, Tensor]:
        """Cholesky factors of the posterior's precisions, (M, D + L, D + L), and which is each face's, (N,).

        Faces with the same hole and noise have the same one, and it is most of the cost.
        """
        different, which = precision.unique(dim=0, return_inverse=True)
        identity = torch.eye(self.basis.shape[1], device=precision.device)
        return torch.linalg.cholesky(self._information(different) + identity), which

    def _information(self, precision: Tensor) -> Tensor:
        """What the pixels tell about the directions, (N, D + L, D + L), given their (N, P) precisions."""
        result = precision[:, :1, None] * self._inner_products()
        for index in (precision != precision[:, :1]).any(1).nonzero()[:, 0].tolist():
            result[index] = (self.basis * precision[index, :, None]).T @ self.basis
        return result

    def _inner_products(self) -> Tensor:
        """Those of the directions with each other; kept, because they cost more than the rest of a solve."""
        version = self.basis.data_ptr(), self.basis._version
        if self._products is None or self._products[0] != version:
            self._products = version, self.basis.T @ self.basis
        return self._products[1]
