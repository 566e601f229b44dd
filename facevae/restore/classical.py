"""Classical filters, which know nothing of faces: the baselines that a model has to beat."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from numbers import Real

import numpy as np
import torch
import torch.nn.functional as F
from skimage.restoration import denoise_nl_means, inpaint_biharmonic
from torch import Tensor

from facevae.conventions import check_faces, check_mask, check_sigma
from facevae.damage import MISSING, gaussian_blur
from facevae.damage.clipped_noise import clipped_mean
from facevae.metrics import psnr
from facevae.model import FaceVae
from facevae.restore.method import Method, Problem, Restoration

WINDOWS = (3, 5, 7, 9, 11)
"""Windows of the mean filter that are worth comparing."""

_NLM_PATCH = 5
_NLM_REACH = 5
_NLM_STRENGTH = 0.5

_ALIKE = 2.5
"""Colours are alike to the bilateral filter if they are about so many standard deviations of the noise apart."""

_TABLE_STEPS = 4097


@dataclass(frozen=True)
class WindowScore:
    """How well the mean filter of one window did: ``psnr`` in dB, averaged over the faces."""

    window: int
    psnr: float


def mean(noisy: Tensor, window: int) -> Tensor:
    """Replace every pixel by the mean of the square around it.

    Args:
        noisy: (N, 3, S, S) float32 RGB in [0, 1].
        window: side of the square in pixels, odd; 1 changes nothing.
    Returns:
        (N, 3, S, S) in [0, 1]; the face is mirrored at its edges.
    Raises:
        ValueError: no batch of faces, or a window that is even or does not fit.
    """
    return F.avg_pool2d(_mirrored(noisy, window), window, stride=1)


def median(noisy: Tensor, window: int) -> Tensor:
    """Replace every pixel by the median of the square around it, colour by colour.

    Clipping leaves the median nearly where it was, so its result needs no ``undo_clipping``.

    Args, Returns, Raises: as for ``mean``.
    """
    neighbours = _mirrored(noisy, window).unfold(2, window, 1).unfold(3, window, 1)
    return neighbours.flatten(4).median(dim=-1).values


def gaussian(noisy: Tensor, sd: float) -> Tensor:
    """Replace every pixel by a mean that gives near pixels more weight.

    Args:
        noisy: (N, 3, S, S) float32 RGB in [0, 1].
        sd: standard deviation of the weights in pixels, from 0 (changes nothing) to S.
    Returns:
        (N, 3, S, S) in [0, 1]; the face is mirrored at its edges.
    Raises:
        ValueError: no batch of faces, or another sd.
    """
    size = check_faces(noisy, name="noisy").shape[-1]
    if not isinstance(sd, Real) or not 0 <= sd <= size:
        raise ValueError(f"sd is {sd!r}; give a number of pixels from 0 to {size}.")
    return gaussian_blur(noisy, sd)


def nlm(noisy: Tensor, sigma: float) -> Tensor:
    """Replace every pixel by a mean of pixels with similar surroundings (non-local means).

    Args:
        noisy: (N, 3, S, S) float32 RGB in [0, 1], S at least 5.
        sigma: standard deviation of the noise on the [0, 1] scale; 0 changes nothing.
    Returns:
        (N, 3, S, S) in [0, 1]; 5-pixel surroundings are compared within an 11-pixel square.
    Raises:
        ValueError: no batch of faces, faces smaller than the surroundings, or no noise level.
    Source: Buades et al. 2005, "A non-local algorithm for image denoising"; scikit-image's implementation.
    """
    if check_faces(noisy, name="noisy").shape[-1] < _NLM_PATCH:
        raise ValueError(f"noisy is {noisy.shape[-1]} pixels wide; give at least {_NLM_PATCH}.")
    if not check_sigma(sigma, noisy).any():
        return noisy.clone()
    options = {"patch_size": _NLM_PATCH, "patch_distance": _NLM_REACH, "h": _NLM_STRENGTH * sigma, "sigma": sigma}
    pictures = noisy.numpy(force=True)
    calm = [denoise_nl_means(picture, channel_axis=0, fast_mode=True, **options) for picture in pictures]
    return torch.from_numpy(np.stack(calm)).to(noisy).clamp(0, 1)


def bm3d(noisy: Tensor, sigma: float) -> Tensor:
    """Denoise similar blocks together, in three dimensions (block-matching and 3-D filtering).

    Args:
        noisy: (N, 3, S, S) float32 RGB in [0, 1].
        sigma: standard deviation of the noise on the [0, 1] scale; 0 changes nothing.
    Returns:
        (N, 3, S, S) in [0, 1].
    Raises:
        ValueError: no batch of faces, no noise level, or the package is missing.
    Source: Dabov et al. 2007, "Image denoising by sparse 3-D transform-domain collaborative filtering"; the authors'
    package, which is for non-commercial use and therefore no requirement.
    """
    check_faces(noisy, name="noisy")
    if not check_sigma(sigma, noisy).any():
        return noisy.clone()
    try:
        import bm3d as package  # pyrefly: ignore[missing-import]
    except ImportError as error:
        raise ValueError("BM3D needs a package of its own: `pip install bm3d` (for non-commercial use).") from error
    pictures = noisy.permute(0, 2, 3, 1).numpy(force=True)
    # The package's way with colour divides by their range, which a grey picture has not got.
    ways = [package.bm3d if np.ptp(picture, axis=2).max() == 0 else package.bm3d_rgb for picture in pictures]
    calm = np.stack([way(picture, sigma) for way, picture in zip(ways, pictures, strict=True)])
    return torch.from_numpy(calm).permute(0, 3, 1, 2).to(noisy).clamp(0, 1)


def bilateral(noisy: Tensor, sigma: float, window: int) -> Tensor:
    """Average those pixels of a square that look alike: near, and of nearly the same colour.

    Args:
        noisy: (N, 3, S, S) float32 RGB in [0, 1].
        sigma: standard deviation of the noise on the [0, 1] scale; 0 changes nothing.
        window: side of the square in pixels, odd.
    Returns:
        (N, 3, S, S) in [0, 1].
    Raises:
        ValueError: no batch of faces, no noise level, or a window that is even or does not fit.
    Source: Tomasi and Manduchi 1998, "Bilateral filtering for gray and color images".
    """
    patches = _mirrored(noisy, window).unfold(2, window, 1).unfold(3, window, 1)
    if not check_sigma(sigma, noisy).any():
        return noisy.clone()
    steps = torch.arange(window, device=noisy.device) - window // 2
    apart = (steps[:, None].square() + steps.square()) / (window / 3) ** 2
    unlike = (patches - noisy[..., None, None]).square().mean(1, keepdim=True) / (_ALIKE * sigma) ** 2
    weights = torch.exp(-(apart + unlike) / 2)
    return ((weights * patches).sum((-2, -1)) / weights.sum((-2, -1))).clamp(0, 1)


def biharmonic(damaged: Tensor, mask: Tensor) -> Tensor:
    """Continue the known pixels into a hole as a thin bent plate would.

    Args:
        damaged: (N, 3, S, S) float32 RGB in [0, 1]; what stands in the hole does not matter.
        mask: (N, 1, S, S) or (1, 1, S, S) in [0, 1]; above 0 = missing.
    Returns:
        (N, 3, S, S) in [0, 1]; mid grey where nothing at all is known.
    Raises:
        ValueError: no batch of faces, or a mask that does not fit.
    Source: Damelin and Hoang 2018, "On surface completion and image inpainting by biharmonic functions"; scikit-image's
    implementation.
    """
    check_faces(damaged, name="damaged")
    holes = check_mask(mask, damaged)[:, 0] > 0
    filled = []
    for face, hole in zip(damaged, holes, strict=True):
        if hole.all():
            filled.append(np.full(face.shape, MISSING))
        else:
            filled.append(inpaint_biharmonic(face.numpy(force=True), hole.numpy(force=True), channel_axis=0))
    return torch.from_numpy(np.stack(filled)).to(damaged).clamp(0, 1)


def undo_clipping(picture: Tensor, sigma: float) -> Tensor:
    """Give back the contrast that clipping took.

    A noisy picture is clipped to [0, 1], which pulls the mean of black up and of white down; so every filter that
    averages returns a picture that is too grey. This inverts that mean, E[clip(x + sigma * n, 0, 1)], exactly.

    Args:
        picture: (N, 3, S, S) in [0, 1], an estimate of the mean of the clipped noisy picture.
        sigma: standard deviation of the noise on the [0, 1] scale; 0 changes nothing.
    Returns:
        (N, 3, S, S) in [0, 1]: the x whose mean it is, or the nearest there is.
    Raises:
        ValueError: no batch of faces, or no noise level.
    """
    check_faces(picture, name="picture")
    if not check_sigma(sigma, picture).any():
        return picture.clone()
    table = np.linspace(0, 1, _TABLE_STEPS)
    clean = np.interp(picture.numpy(force=True), clipped_mean(torch.from_numpy(table), sigma).numpy(), table)
    return torch.from_numpy(clean).to(picture)


def best_window(
    clean: Tensor, noisy: Tensor, sigma: float, windows: Sequence[int] = WINDOWS
) -> tuple[list[WindowScore], WindowScore]:
    """Try the mean filter with several windows, its contrast given back by ``undo_clipping``.

    Args:
        clean, noisy: (N, 3, S, S) float32 RGB in [0, 1].
        sigma: standard deviation of the noise on the [0, 1] scale.
        windows: sides in pixels, odd.
    Returns:
        A score for each window in the order given, and the best of them by PSNR.
    Raises:
        ValueError: the faces do not fit each other, no noise level, no windows, or one that does not fit.
    """
    if not windows:
        raise ValueError("windows is empty; give at least one odd number of pixels.")
    scores = []
    for window in windows:
        restored = undo_clipping(mean(noisy, window), sigma)
        scores.append(WindowScore(window, float(psnr(clean, restored).mean())))
    return scores, max(scores, key=lambda score: score.psnr)


def _mirrored(noisy: Tensor, window: int) -> Tensor:
    largest = 2 * check_faces(noisy, name="noisy").shape[-1] - 1
    if window != int(window) or window % 2 == 0 or not 1 <= window <= largest:
        raise ValueError(f"window is {window}; give an odd number of pixels from 1 to {largest}.")
    return F.pad(noisy, (int(window) // 2,) * 4, mode="reflect")


def usual_window(size: int, sigma: float) -> int:
    """The mean filter's window that suits a noise level, where the clean face is not at hand to choose it by.

    Args:
        size: side of the face in pixels.
        sigma: noise level on the [0, 1] scale.
    Returns:
        An odd number of pixels, at least 3: the best one on average over training faces, by a rule of thumb.
    """
    radius = round(6.6 * math.sqrt(sigma) * size / 128)
    return 2 * max(1, radius) + 1


def _usual_mean(noisy: Tensor, sigma: float) -> Tensor:
    return undo_clipping(mean(noisy, usual_window(noisy.shape[-1], sigma)), sigma)


def _usual_median(noisy: Tensor, sigma: float) -> Tensor:
    return median(noisy, usual_window(noisy.shape[-1], sigma))


def _usual_gaussian(noisy: Tensor, sigma: float) -> Tensor:
    window = usual_window(noisy.shape[-1], sigma)
    return undo_clipping(gaussian(noisy, (window - 1) / 3), sigma)


def _usual_bilateral(noisy: Tensor, sigma: float) -> Tensor:
    return undo_clipping(bilateral(noisy, sigma, usual_window(noisy.shape[-1], sigma)), sigma)


def _nlm(noisy: Tensor, sigma: float) -> Tensor:
    return undo_clipping(nlm(noisy, sigma), sigma)


def _bm3d(noisy: Tensor, sigma: float) -> Tensor:
    return undo_clipping(bm3d(noisy, sigma), sigma)


def _biharmonic(_model: FaceVae, problem: Problem) -> Restoration:
    return problem.restored(biharmonic(problem.faces, problem.mask))


def _denoiser(name: str, label: str, filter_: Callable[[Tensor, float], Tensor], package: str = "") -> Method:
    """A method that removes noise by a filter: (noisy (1, 3, S, S), sigma) -> (1, 3, S, S)."""

    def run(_model: FaceVae, problem: Problem) -> Restoration:
        noisy = zip(problem.faces.split(1), problem.sigma.tolist(), strict=True)
        return problem.restored(torch.cat([filter_(face, level) for face, level in noisy]))

    return Method(name, label, "classical", run, package=package, removes_noise=True)


METHODS = (
    _denoiser("mean", "Mean filter", _usual_mean),
    _denoiser("median", "Median filter", _usual_median),
    _denoiser("gaussian", "Gaussian filter", _usual_gaussian),
    _denoiser("bilateral", "Bilateral filter", _usual_bilateral),
    _denoiser("nlm", "Non-local means", _nlm),
    _denoiser("bm3d", "BM3D", _bm3d, package="bm3d"),
    Method("biharmonic", "Biharmonic (smooth) filling", "classical", _biharmonic, fills_holes=True),
)
