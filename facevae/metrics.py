"""How close a restored face is to the true one: PSNR and SSIM, over the whole face or inside a mask."""

from __future__ import annotations

import torch
from skimage.metrics import structural_similarity
from torch import Tensor

from facevae.conventions import check_faces, check_mask

_SSIM_WINDOW_SD = 1.5
_SSIM_BORDER = 5
"""Half of SSIM's 11-pixel window: nearer to an edge it would reach outside the face."""


def psnr(a: Tensor, b: Tensor, mask: Tensor | None = None) -> Tensor:
    """Return the peak signal-to-noise ratio of two batches of faces.

    Args:
        a, b: (N, 3, S, S) float32 RGB in [0, 1].
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
        a, b: (N, 3, S, S) float32 RGB in [0, 1], S at least 11.
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
    places = torch.stack([_ssim_map(one, other) for one, other in zip(a, b, strict=True)])
    within = slice(_SSIM_BORDER, -_SSIM_BORDER)
    places, weight = places[:, within, within], weight[:, 0, within, within]
    return (places * weight).sum(dim=(1, 2)) / weight.sum(dim=(1, 2))


def _ssim_map(a: Tensor, b: Tensor) -> Tensor:
    """Return the SSIM around each pixel of one face, averaged over the colours: (S, S)."""
    _, places = structural_similarity(
        a.numpy(force=True),
        b.numpy(force=True),
        data_range=1.0,
        channel_axis=0,
        gaussian_weights=True,
        sigma=_SSIM_WINDOW_SD,
        use_sample_covariance=False,
        full=True,
    )
    return torch.from_numpy(places).mean(dim=0).to(a)


def _check_pair(a: Tensor, b: Tensor) -> None:
    check_faces(a, name="a")
    check_faces(b, name="b")
    if a.shape != b.shape:
        raise ValueError(f"a has shape {tuple(a.shape)} and b {tuple(b.shape)}; give two batches of the same shape.")
