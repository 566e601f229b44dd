"""PSNR and SSIM of faces, over the whole face or inside a mask."""

from __future__ import annotations

import torch
from torch import Tensor

from facevae.conventions import check_faces, check_mask

_SSIM_WINDOW_SD = 1.5
_SSIM_BORDER = 5
"""Half of SSIM's 11-pixel window: nearer to an edge it would reach outside the face."""

_SSIM_C1, _SSIM_C2 = 0.01**2, 0.03**2
"""What keeps the quotients of luminance and of contrast finite, for a range of 1."""

_SSIM_BATCH_CPU, _SSIM_BATCH = 4, 64
"""Faces compared at once on the CPU, which is twice as fast on what its caches hold, and elsewhere."""


def psnr(a: Tensor, b: Tensor, mask: Tensor | None = None) -> Tensor:
    """Return the peak signal-to-noise ratio of two batches of faces.

    Args:
        a: (N, 3, S, S) float32 RGB in [0, 1].
        b: the same shape and range.
        mask: (N, 1, S, S) or (1, 1, S, S) in [0, 1]; only what it marks is compared. None compares everything.
    Returns:
        (N,) dB, higher is closer: infinity where the faces are equal, nan where the mask is empty.
    Raises:
        ValueError: the faces or the mask do not fit each other.
    """
    _check_pair(a, b)
    weight = torch.ones_like(a[:, :1]) if mask is None else check_mask(mask, a)
    error = ((a - b).square() * weight).sum(dim=(1, 2, 3)) / (3 * weight.sum(dim=(1, 2, 3)))
    return -10 * torch.log10(error)


def ssim(a: Tensor, b: Tensor, mask: Tensor | None = None) -> Tensor:
    """Return the structural similarity of two batches of faces.

    An 11-pixel Gaussian window of standard deviation 1.5, each colour on its own, averaged over the colours and over
    every place where the window lies within the face; with a mask, over those places weighted by the mask. What lies
    around a hole therefore counts a little, as it does in the eye.

    Args:
        a: (N, 3, S, S) float32 RGB in [0, 1], S at least 11.
        b: the same shape and range.
        mask: (N, 1, S, S) or (1, 1, S, S) in [0, 1]; only what it marks is compared. None compares everything.
    Returns:
        (N,) up to 1, which only equal faces reach; nan where the mask marks nothing five pixels or more from the edge.
    Raises:
        ValueError: the faces or the mask do not fit each other, or the faces are smaller than the window.
    Source: Wang et al. 2004, "Image quality assessment: from error visibility to structural similarity".
    """
    _check_pair(a, b)
    if a.shape[-1] <= 2 * _SSIM_BORDER:
        raise ValueError(f"faces are {a.shape[-1]} pixels wide; SSIM needs at least {2 * _SSIM_BORDER + 1}.")
    weight = torch.ones_like(a[:, :1]) if mask is None else check_mask(mask, a)
    batch = _SSIM_BATCH_CPU if a.device.type == "cpu" else _SSIM_BATCH
    places = torch.cat([_ssim_map(*pair) for pair in zip(a.split(batch), b.split(batch), strict=True)])
    within = slice(_SSIM_BORDER, -_SSIM_BORDER)
    weight = weight[:, 0, within, within]
    return (places * weight).sum(dim=(1, 2)) / weight.sum(dim=(1, 2))


def _ssim_map(a: Tensor, b: Tensor) -> Tensor:
    """Return the SSIM around each pixel whose window lies within the face, averaged over the colours: (N, S', S')."""
    # Variances are small differences of large squares, so float32 would lose flat areas; Apple's GPUs have no more.
    dtype = torch.float32 if a.device.type == "mps" else torch.float64
    one, other = a.to(dtype), b.to(dtype)
    window = _window(a.shape[-1]).to(one)
    total, total_variance = _moments(one + other, window)
    difference, difference_variance = _moments(one - other, window)
    # Of x and y, 2 E[x] E[y] = (E[x+y]^2 - E[x-y]^2) / 2 and E[x]^2 + E[y]^2 = (E[x+y]^2 + E[x-y]^2) / 2, and likewise
    # their covariance and variances: two pairs of moments instead of the usual five.
    luminance = _quotient(total.square() / 2, difference.square() / 2, _SSIM_C1)
    contrast = _quotient(total_variance / 2, difference_variance / 2, _SSIM_C2)
    return (luminance * contrast).mean(dim=1).to(a)


def _quotient(together: Tensor, apart: Tensor, constant: float) -> Tensor:
    return (together - apart + constant) / (together + apart + constant)


def _moments(x: Tensor, window: Tensor) -> tuple[Tensor, Tensor]:
    """Return mean and variance in each window, (N, 3, S', S') both."""
    mean, square = (window @ values @ window.T for values in (x, x.square()))
    return mean, square - mean.square()


def _window(size: int) -> Tensor:
    """Return the Gaussian window at each place where it lies within `size` pixels: (S', S) float64, rows sum to 1.

    As a matrix from either side it is the separable convolution, and faster than one.
    """
    places, pixels = torch.arange(_SSIM_BORDER, size - _SSIM_BORDER)[:, None], torch.arange(size)
    distance = (pixels - places).abs()
    weights = torch.exp(-0.5 * (distance.double() / _SSIM_WINDOW_SD).square()) * (distance <= _SSIM_BORDER)
    return weights / weights.sum(dim=1, keepdim=True)


def _check_pair(a: Tensor, b: Tensor) -> None:
    check_faces(a, name="a")
    check_faces(b, name="b")
    if a.shape != b.shape:
        raise ValueError(f"a has shape {tuple(a.shape)} and b {tuple(b.shape)}; give two batches of the same shape.")
