"""Restoration by what was learned from faces: eigenfaces, the VAE with its restorer, a supervised network."""

from __future__ import annotations

from facevae.damage import fill_missing
from facevae.model import FaceVae
from facevae.restore import completions
from facevae.restore.map_refinement import refine
from facevae.restore.method import Method, Problem, Restoration
from facevae.restore.residual import add_wiener_residual, blend_by_strength


def _mean_face(model: FaceVae, problem: Problem) -> Restoration:
    return problem.restored(model.require("eigenfaces").mean.expand_as(problem.faces))


def _eigenfaces(model: FaceVae, problem: Problem) -> Restoration:
    faces, mask, sigma = problem.faces, problem.mask, problem.sigma
    eigenfaces = model.require("eigenfaces")
    decoded = eigenfaces(faces, mask, sigma)
    restored = add_wiener_residual(eigenfaces.residual, faces, mask, sigma, decoded)
    return problem.restored(blend_by_strength(faces, restored, decoded, problem.strength))


def _vae_plain(model: FaceVae, problem: Problem) -> Restoration:
    return problem.restored(model.decode(model.encode(fill_missing(problem.faces, problem.mask)).mean))


def _vae_refined(model: FaceVae, problem: Problem) -> Restoration:
    *_, last = refine(model, problem.faces, problem.mask, problem.sigma)
    return problem.restored(blend_by_strength(problem.faces, last.faces, last.generated, problem.strength))


def _supervised(model: FaceVae, problem: Problem) -> Restoration:
    return problem.restored(model.require("dncnn")(problem.faces, problem.sigma).clamp(0, 1))


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
