"""PSNR and SSIM of reconstructions, beside PCA with as many components and the mean face."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from facevae import FaceVae
from train.data.examples import to_float
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.harness.scores import Tally
from train.evaluation.methods.eigenfaces import Eigenfaces


def measure(model: FaceVae, heldout: HeldoutFaces, side: int | None = None) -> dict[str, Any]:
    """Measure encoding to the posterior's mean and decoding, in every style.

    Beside it: the mean face, the same for every face, and as many principal components of the training faces as the
    code has numbers, the best that anything linear can do.

    Args:
        model: as `facevae.load` returns it.
        heldout: faces to reconstruct; without training faces at hand there are no principal components.
        side: compare at this side in pixels, to which all pictures are averaged; None compares as they are.
    Returns:
        method -> metric -> figures.
    """
    mean, _ = heldout.mean_face(model)
    components = _components(heldout, model.latent_dim, side)
    tallies: dict[str, Tally] = {}
    for _, clean in heldout.batches("Reconstruction" if side is None else f"Reconstruction at {side} pixels"):
        codes = model.encode(clean).mean
        truth = _averaged(clean, side)
        drawn = {"mean-face": _averaged(mean.expand_as(clean), side)}
        if components is not None:
            drawn["pca"] = components.reconstruct(truth)
        drawn["vae"] = _averaged(model.decode(codes), side)
        if "real" in model.styles:
            drawn["real"] = _averaged(model.decode(codes, style="real"), side)
        for name, picture in drawn.items():
            tallies.setdefault(name, Tally()).add(picture, truth)
    return {name: tally.summary() for name, tally in tallies.items()}


def _components(heldout: HeldoutFaces, count: int, side: int | None) -> Eigenfaces | None:
    if heldout.train is None:
        return None
    faces = heldout.train.faces
    if side is not None:
        small = [_averaged(to_float(some), side) for some in faces.split(512)]
        faces = (torch.cat(small) * 255).round().to(torch.uint8)
    return Eigenfaces.fit(faces, min(count, len(faces) - 1))


def _averaged(faces: Tensor, side: int | None) -> Tensor:
    return faces if side is None else F.adaptive_avg_pool2d(faces, side)
