"""One registry of ways to remove noise, one signature."""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from facevae.conventions import check_choice, check_faces, check_sigma
from facevae.model import FaceVae
from facevae.restore import classical, noise_level
from facevae.restore.map_refinement import refine
from facevae.restore.residual import add_believed, fuse, trust


@dataclass(frozen=True)
class Method:
    """One way to remove noise.

    Attributes:
        name: its key in `DENOISERS`.
        label: what the screen calls it.
        kind: "classical" knows nothing of faces; "linear" knows them as far as they are linear; "model" is the VAE;
            "supervised" was shown pairs of noisy and clean faces.
        run: (model, noisy (N, 3, S, S), sigma, strength) -> (N, 3, S, S).
        adjustable: whether it has a model's face that `strength` can lean on.
        needs: the part of a `FaceVae` without which it cannot run, or "".
        optional: whether it needs a package that is not among the requirements.
    """

    name: str
    label: str
    kind: Literal["classical", "linear", "model", "supervised"]
    run: Callable[[FaceVae, Tensor, float, float], Tensor]
    adjustable: bool = False
    needs: str = ""
    optional: bool = False

    def runs_on(self, model: FaceVae) -> bool:
        """Whether the model has the part that it needs, and its package is here if that is optional."""
        return (not self.needs or getattr(model, self.needs) is not None) and (
            not self.optional or importlib.util.find_spec(self.name) is not None  # named after its package
        )


def denoise(
    model: FaceVae, noisy: Tensor, sigma: float | None = None, method: str = "vae", strength: float = 0.5
) -> Tensor:
    """Remove Gaussian noise from faces.

    Args:
        model: as `facevae.load` returns it; classical methods ignore it.
        noisy: (N, 3, S, S) float32 RGB in [0, 1]: clean plus noise, clipped.
        sigma: standard deviation of the noise on the [0, 1] scale, up to 1; None estimates one for each face.
        method: a key of `DENOISERS`.
        strength: from 0, trust the photo (it comes back unchanged), to 1, trust the model (its face alone); 0.5 weighs
            them as well as it can. Only adjustable methods take another.
    Returns:
        (N, 3, S, S) in [0, 1].
    Raises:
        ValueError: another shape or range, an unknown method, one that lacks its weights or package, or a strength
            where there is none to set.
    """
    check_faces(noisy, size=model.image_size, name="noisy")
    check_choice(method, DENOISERS, "denoising method")
    chosen = DENOISERS[method]
    if not 0 <= strength <= 1 or (strength != 0.5 and not chosen.adjustable):
        allowed = "a number from 0 to 1" if chosen.adjustable else f"0.5, because {method} has no model to lean on"
        raise ValueError(f"strength is {strength}; give {allowed}.")
    if chosen.needs:
        model.require(chosen.needs)
    if sigma is not None:
        return chosen.run(model, noisy, check_sigma(sigma), strength)
    levels = noise_level.estimate_sigma(noisy).tolist()
    faces = zip(noisy.split(1), levels, strict=True)
    return torch.cat([chosen.run(model, face, level, strength) for face, level in faces])


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


def _mean(model: FaceVae, noisy: Tensor, sigma: float, strength: float) -> Tensor:
    return classical.undo_clipping(classical.mean(noisy, usual_window(noisy.shape[-1], sigma)), sigma)


def _median(model: FaceVae, noisy: Tensor, sigma: float, strength: float) -> Tensor:
    return classical.median(noisy, usual_window(noisy.shape[-1], sigma))


def _gaussian(model: FaceVae, noisy: Tensor, sigma: float, strength: float) -> Tensor:
    window = usual_window(noisy.shape[-1], sigma)
    return classical.undo_clipping(classical.gaussian(noisy, (window - 1) / 3), sigma)


def _nlm(model: FaceVae, noisy: Tensor, sigma: float, strength: float) -> Tensor:
    return classical.undo_clipping(classical.nlm(noisy, sigma), sigma)


def _bm3d(model: FaceVae, noisy: Tensor, sigma: float, strength: float) -> Tensor:
    return classical.undo_clipping(classical.bm3d(noisy, sigma), sigma)


def _eigenfaces(model: FaceVae, noisy: Tensor, sigma: float, strength: float) -> Tensor:
    mask = torch.zeros_like(noisy[:, :1])
    generated = model.eigenfaces(noisy, mask, torch.full((len(noisy),), sigma))
    best = add_believed(model.eigenfaces.residual, noisy, mask, sigma, generated)
    return trust(noisy, best, generated, strength)


def _vae_plain(model: FaceVae, noisy: Tensor, sigma: float, strength: float) -> Tensor:
    return model.decode(model.encode(noisy).mean)


def _vae(model: FaceVae, noisy: Tensor, sigma: float, strength: float) -> Tensor:
    mask = torch.zeros_like(noisy[:, :1])
    generated = model.decode(model.restore_encode(noisy, mask, sigma).mean)
    return trust(noisy, fuse(model, noisy, mask, sigma, generated), generated, strength)


def _vae_refined(model: FaceVae, noisy: Tensor, sigma: float, strength: float) -> Tensor:
    *_, last = refine(model, noisy, torch.zeros_like(noisy[:, :1]), sigma)
    return trust(noisy, last.faces, last.generated, strength)


def _supervised(model: FaceVae, noisy: Tensor, sigma: float, strength: float) -> Tensor:
    return model.dncnn(noisy, torch.full((len(noisy),), sigma)).clamp(0, 1)


DENOISERS: dict[str, Method] = {
    method.name: method
    for method in (
        Method("mean", "Mean filter", "classical", _mean),
        Method("median", "Median filter", "classical", _median),
        Method("gaussian", "Gaussian filter", "classical", _gaussian),
        Method("nlm", "Non-local means", "classical", _nlm),
        Method("bm3d", "BM3D", "classical", _bm3d, optional=True),
        Method("eigenfaces", "Eigenfaces (best linear)", "linear", _eigenfaces, adjustable=True, needs="eigenfaces"),
        Method("vae-plain", "VAE, encode and decode", "model", _vae_plain),
        Method("vae", "VAE", "model", _vae, adjustable=True, needs="restorer"),
        Method("vae-refined", "VAE, refined", "model", _vae_refined, adjustable=True, needs="restorer"),
        Method("supervised", "Supervised network", "supervised", _supervised, needs="dncnn"),
    )
}
