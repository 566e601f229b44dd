"""One registry of ways to remove noise, one signature."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from facevae.conventions import check_faces, check_mask, check_sigma
from facevae.model import FaceVae
from facevae.models.residual import difference
from facevae.restore import filters
from facevae.restore.blend import extend


@dataclass(frozen=True)
class Method:
    """One way to remove noise.

    Attributes:
        name: its key in `DENOISERS`.
        label: what the screen calls it.
        kind: "classical" knows nothing of faces; "model" was trained on them.
        run: (model, noisy (N, 3, S, S), sigma) -> (N, 3, S, S).
    """

    name: str
    label: str
    kind: Literal["classical", "model"]
    run: Callable[[FaceVae, Tensor, float], Tensor]


def denoise(model: FaceVae, noisy: Tensor, sigma: float, method: str = "vae") -> Tensor:
    """Remove Gaussian noise from faces.

    Args:
        model: as `facevae.load` returns it; classical methods ignore it.
        noisy: (N, 3, S, S) float32 RGB in [0, 1]: clean plus noise, clipped.
        sigma: standard deviation of the noise on the [0, 1] scale, up to 1.
        method: a key of `DENOISERS`.
    Returns:
        (N, 3, S, S) in [0, 1].
    Raises:
        ValueError: another shape or range, or an unknown method.
    """
    check_faces(noisy, size=model.image_size, name="noisy")
    sigma = check_sigma(sigma)
    if method not in DENOISERS:
        near = difflib.get_close_matches(method, DENOISERS, n=1, cutoff=0.4)
        advice = f"did you mean {near[0]!r}?" if near else f"choose from {', '.join(DENOISERS)}."
        raise ValueError(f"There is no denoising method {method!r}; {advice}")
    return DENOISERS[method].run(model, noisy, sigma)


def fuse(
    model: FaceVae, faces: Tensor, mask: Tensor, sigma: float, generated: Tensor, doubt: float | None = None
) -> Tensor:
    """Add to a generated face what can be believed of the photo.

    Args:
        model: gives the shares to believe.
        faces: (N, 3, S, S) in [0, 1], noisy and with holes.
        mask: (N, 1, S, S); 1 = missing.
        sigma: noise level on the [0, 1] scale.
        generated: (N, 3, S, S) in [0, 1], the model's face for each.
        doubt: noise level that the photo is to be doubted like; None is `sigma`, higher where it has other faults.
    Returns:
        (N, 3, S, S) in [0, 1]; without noise the known pixels as they are.
    """
    check_mask(mask, faces)
    seen = extend(difference(faces, generated, sigma) * (mask == 0), mask)
    return (generated + model.believe(seen, sigma if doubt is None else doubt)).clamp(0, 1)


def usual_window(size: int, sigma: float) -> int:
    """The mean filter's window that suits a noise level, for somebody who has not got the clean face.

    Args:
        size: side of the face in pixels.
        sigma: noise level on the [0, 1] scale.
    Returns:
        An odd number of pixels, at least 3: the best one on average over training faces, by a rule of thumb.
    """
    radius = round(6.6 * math.sqrt(sigma) * size / 128)
    return 2 * max(1, radius) + 1


def _mean(model: FaceVae, noisy: Tensor, sigma: float) -> Tensor:
    return filters.undo_clipping(filters.mean(noisy, usual_window(noisy.shape[-1], sigma)), sigma)


def _median(model: FaceVae, noisy: Tensor, sigma: float) -> Tensor:
    return filters.median(noisy, usual_window(noisy.shape[-1], sigma))


def _gaussian(model: FaceVae, noisy: Tensor, sigma: float) -> Tensor:
    window = usual_window(noisy.shape[-1], sigma)
    return filters.undo_clipping(filters.gaussian(noisy, (window - 1) / 3), sigma)


def _nlm(model: FaceVae, noisy: Tensor, sigma: float) -> Tensor:
    return filters.undo_clipping(filters.nlm(noisy, sigma), sigma)


def _vae_plain(model: FaceVae, noisy: Tensor, sigma: float) -> Tensor:
    return model.decode(model.encode(noisy).mean)


def _vae(model: FaceVae, noisy: Tensor, sigma: float) -> Tensor:
    mask = torch.zeros_like(noisy[:, :1])
    generated = model.decode(model.restore_encode(noisy, mask, sigma).mean)
    return fuse(model, noisy, mask, sigma, generated)


DENOISERS: dict[str, Method] = {
    method.name: method
    for method in (
        Method("mean", "Mean filter", "classical", _mean),
        Method("median", "Median filter", "classical", _median),
        Method("gaussian", "Gaussian filter", "classical", _gaussian),
        Method("nlm", "Non-local means", "classical", _nlm),
        Method("vae-plain", "VAE, encode and decode", "model", _vae_plain),
        Method("vae", "VAE", "model", _vae),
    )
}
