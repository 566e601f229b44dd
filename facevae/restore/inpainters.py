"""Fill holes in faces: one registry of ways, one signature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from facevae.conventions import check_choice, check_faces, check_mask
from facevae.damage import MISSING
from facevae.model import FaceVae
from facevae.restore import classical
from facevae.restore.completions import complete
from facevae.restore.poisson import blend


@dataclass(frozen=True)
class Inpainter:
    """One way to fill a hole.

    Attributes:
        name: its key in `INPAINTERS`.
        label: what the screen calls it.
        kind: "classical" knows nothing of faces; "linear" knows them as far as they are linear; "model" is the VAE.
        run: (model, damaged (N, 3, S, S), mask (N, 1, S, S)) -> (N, 3, S, S); the known pixels as they came.
        needs: the part of a `FaceVae` without which it cannot run, or "".
    """

    name: str
    label: str
    kind: Literal["classical", "linear", "model"]
    run: Callable[[FaceVae, Tensor, Tensor], Tensor]
    needs: str = ""

    def runs_on(self, model: FaceVae) -> bool:
        """Whether the model has the part that it needs."""
        return not self.needs or getattr(model, self.needs) is not None


def inpaint(
    model: FaceVae,
    damaged: Tensor,
    mask: Tensor,
    samples: int = 1,
    generator: torch.Generator | None = None,
    method: str = "vae",
    sigma: float = 0.0,
) -> Tensor:
    """Fill the missing part of faces.

    Args:
        model: as `facevae.load` returns it.
        damaged: (N, 3, S, S) float32 RGB in [0, 1]; what stands in the hole does not matter.
        mask: (N, 1, S, S) or (1, 1, S, S) in [0, 1]; 1 = missing.
        samples: K; 1 gives the most plausible completion, more give different ones, the best-fitting first.
        generator: of the draws; needed for K above 1.
        method: a key of `INPAINTERS`; only "vae" has several completions and removes noise.
        sigma: standard deviation of noise on the known pixels, on the [0, 1] scale.
    Returns:
        (N, K, 3, S, S) in [0, 1]. Without noise known pixels are bit-identical; an empty mask returns the faces
        unchanged.
    Raises:
        ValueError: shapes or ranges, no samples, no generator for several, an unknown method, one that lacks its
            weights, or several samples or noise for one that has no answer to them.
    """
    check_faces(damaged, size=model.image_size, name="damaged")
    mask = check_mask(mask, damaged)
    check_choice(method, INPAINTERS, "inpainting method")
    if method == "vae":
        return complete(model, damaged, mask, samples, generator, sigma).faces
    if samples != 1 or sigma:
        raise ValueError(f"samples is {samples} and sigma {sigma}; {method} has one answer, and takes no noise.")
    chosen = INPAINTERS[method]
    if chosen.needs:
        model.require(chosen.needs)
    return chosen.run(model, damaged, mask)[:, None] if mask.any() else damaged[:, None].clone()


def paste(damaged: Tensor, generated: Tensor, mask: Tensor) -> Tensor:
    """Put a generated face into the hole as it is, seam and all. Shapes as for `blend`."""
    return torch.where(mask > 0, torch.lerp(damaged, generated, mask), damaged)


def _biharmonic(model: FaceVae, damaged: Tensor, mask: Tensor) -> Tensor:
    return paste(damaged, classical.biharmonic(damaged, mask), mask)


def _mean_face(model: FaceVae, damaged: Tensor, mask: Tensor) -> Tensor:
    return paste(damaged, model.eigenfaces.mean.expand_as(damaged), mask)


def _eigenfaces(model: FaceVae, damaged: Tensor, mask: Tensor) -> Tensor:
    return blend(damaged, model.eigenfaces(damaged, mask, torch.zeros(len(damaged))), mask)


def _vae_plain(model: FaceVae, damaged: Tensor, mask: Tensor) -> Tensor:
    grey = paste(damaged, torch.full_like(damaged, MISSING), mask)
    return paste(damaged, model.decode(model.encode(grey).mean), mask)


def _vae(model: FaceVae, damaged: Tensor, mask: Tensor) -> Tensor:
    return complete(model, damaged, mask, samples=1).faces[:, 0]


INPAINTERS: dict[str, Inpainter] = {
    method.name: method
    for method in (
        Inpainter("biharmonic", "Biharmonic (smooth) filling", "classical", _biharmonic),
        Inpainter("mean-face", "Mean face", "linear", _mean_face, needs="eigenfaces"),
        Inpainter("eigenfaces", "Eigenfaces (best linear)", "linear", _eigenfaces, needs="eigenfaces"),
        Inpainter("vae-plain", "VAE, encode and decode", "model", _vae_plain),
        Inpainter("vae", "VAE", "model", _vae, needs="restorer"),
    )
}
