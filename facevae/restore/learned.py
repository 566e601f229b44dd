"""Restoration by what was learned from faces: eigenfaces, the VAE with its restorer, a supervised network."""

from __future__ import annotations

import torch
from torch import Tensor

from facevae.damage import MISSING
from facevae.model import FaceVae
from facevae.restore import completions
from facevae.restore.map_refinement import refine
from facevae.restore.method import Method, Problem, Restoration
from facevae.restore.poisson import blend
from facevae.restore.residual import add_believed, trust


def paste(damaged: Tensor, generated: Tensor, mask: Tensor) -> Tensor:
    """Put a generated face into the hole as it is, seam and all. Shapes as for `blend`."""
    return torch.where(mask > 0, torch.lerp(damaged, generated, mask), damaged)


def _mean_face(model: FaceVae, problem: Problem) -> Restoration:
    mean = model.require("eigenfaces").mean.expand_as(problem.faces)
    return Restoration.single(paste(problem.faces, mean, problem.mask))


def _eigenfaces(model: FaceVae, problem: Problem) -> Restoration:
    faces, mask, sigma = problem.faces, problem.mask, problem.sigma
    eigenfaces = model.require("eigenfaces")
    generated = eigenfaces(faces, mask, torch.full((len(faces),), sigma))
    if problem.has_hole and not sigma:
        return Restoration.single(blend(faces, generated, mask))
    restored = add_believed(eigenfaces.residual, faces, mask, sigma, generated)
    return Restoration.single(trust(faces, restored, generated, problem.strength))


def _vae_plain(model: FaceVae, problem: Problem) -> Restoration:
    grey = paste(problem.faces, torch.full_like(problem.faces, MISSING), problem.mask)
    generated = model.decode(model.encode(grey).mean)
    if problem.has_hole and not problem.sigma:
        return Restoration.single(paste(problem.faces, generated, problem.mask))
    return Restoration.single(generated)


def _vae_refined(model: FaceVae, problem: Problem) -> Restoration:
    *_, last = refine(model, problem.faces, problem.mask, problem.sigma)
    return Restoration.single(trust(problem.faces, last.faces, last.generated, problem.strength))


def _supervised(model: FaceVae, problem: Problem) -> Restoration:
    sigma = torch.full((len(problem.faces),), problem.sigma)
    return Restoration.single(model.require("dncnn")(problem.faces, sigma).clamp(0, 1))


METHODS = (
    Method("mean-face", "Mean face", "linear", _mean_face, requires="eigenfaces", fills_holes=True),
    Method(
        "eigenfaces",
        "Eigenfaces (best linear)",
        "linear",
        _eigenfaces,
        requires="eigenfaces",
        removes_noise=True,
        fills_holes=True,
        adjustable=True,
    ),
    Method("vae-plain", "VAE, encode and decode", "model", _vae_plain, removes_noise=True, fills_holes=True),
    Method(
        "vae",
        "VAE",
        "model",
        completions.complete_problem,
        requires="restorer",
        multiple_samples=True,
        removes_noise=True,
        fills_holes=True,
        adjustable=True,
    ),
    Method(
        "vae-refined",
        "VAE, refined",
        "model",
        _vae_refined,
        requires="restorer",
        removes_noise=True,
        adjustable=True,
    ),
    Method("supervised", "Supervised network", "supervised", _supervised, requires="dncnn", removes_noise=True),
)
