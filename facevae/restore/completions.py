"""Weighted posterior samples for inpainting, moved to fit the known pixels."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from facevae.conventions import check_faces, check_mask, check_sigma
from facevae.damage.clipped_noise import QUIET
from facevae.model import FaceVae
from facevae.models.vae import Posterior
from facevae.restore.method import Problem, Restoration
from facevae.restore.poisson import blend
from facevae.restore.residual import add_residual, blend_by_strength

STEPS = 2
"""Steps that bring each sample closer to what is seen; more change nothing that can be seen."""

SHARE = 0.15
"""Share of the evidence that a step counts: the posterior that samples come from has counted it once already. Chosen on
validation faces: more fits what is seen better, and what is hidden worse."""

EFFECTIVE = 0.75
"""Share of the completions that weights leave effective, at least."""


def complete(
    model: FaceVae,
    damaged: Tensor,
    mask: Tensor,
    samples: int = 9,
    generator: torch.Generator | None = None,
    sigma: float | Tensor = 0.0,
    steps: int = STEPS,
) -> Restoration:
    """Fill the missing part of faces in several ways.

    One code is the restorer's mean; the others are drawn around it in opposite pairs, so that the mean of all is hardly
    random. Each is then moved to fit the known pixels while it holds on to what they do not determine, and weighed by
    their likelihood, tempered until at least three quarters of the completions count. Where the model has eigenfaces,
    all are moved alike, so that the most plausible one lies half-way between the VAE's guess and theirs.

    Args:
        model: as `facevae.load` returns it.
        damaged: (N, 3, S, S) float32 RGB in [0, 1]; what stands in the hole does not matter.
        mask: (N, 1, S, S) or (1, 1, S, S) in [0, 1]; 1 = missing.
        samples: K, at least 1; a single one is the most plausible completion, which is among several as well.
        generator: of the draws; needed for K above 1.
        sigma: standard deviation of noise on the known pixels, on the [0, 1] scale, one for all or (N,); it is removed
            as well.
        steps: how often each code is moved, at least 0.
    Returns:
        The completions. Without noise known pixels are bit-identical in all of them.
    Raises:
        ValueError: shapes or ranges, no samples, or no generator for several.
    Source: a mean and opposite deviations from it, Julier and Uhlmann 1997, "A new extension of the Kalman filter to
    nonlinear systems" (sigma points), here drawn at random; holding on to a sample while fitting it, Bardsley et al.
    2014, "Randomize-then-optimize".
    """
    check_faces(damaged, size=model.image_size, name="damaged")
    check_samples(samples, generator)
    problem = Problem(damaged, check_mask(mask, damaged), check_sigma(sigma, damaged), samples, generator=generator)
    return complete_problem(model, problem, steps)


def check_samples(samples: int, generator: torch.Generator | None) -> None:
    """Raise ValueError for fewer samples than one, or several without a generator."""
    if samples < 1:
        raise ValueError(f"samples is {samples}; give at least 1.")
    if samples > 1 and generator is None:
        raise ValueError("Give a generator for several samples; randomness is always explicit here.")


def complete_problem(model: FaceVae, problem: Problem, steps: int = STEPS) -> Restoration:
    """Fill and denoise faces as `complete` does; `Problem.strength` blends what is known with the decoded face."""
    posterior = model.restore_encode(problem.faces, problem.mask, problem.sigma)
    decoded = model.decode(posterior.mean)
    known = _known(model, problem, decoded)
    if not problem.has_hole:
        alike = known.new_full((len(known), problem.samples), 1 / problem.samples)
        return Restoration(known[:, None].repeat(1, problem.samples, 1, 1, 1), alike)
    if problem.samples == 1:
        generated = _map_estimate(model, problem, posterior, decoded, known, steps)
        return Restoration.single(blend(known, generated, problem.mask))
    return _posterior_samples(model, problem, posterior, decoded, known, steps)


def _known(model: FaceVae, problem: Problem, decoded: Tensor) -> Tensor:
    """The known pixels without their noise, (N, 3, S, S); those of faces without noise as they are."""
    quiet = problem.sigma < QUIET
    if bool(quiet.all()):
        denoised = problem.faces
    else:
        restored = add_residual(model, problem.faces, problem.mask, problem.sigma, decoded)
        denoised = torch.where(quiet[:, None, None, None], problem.faces, restored)
    return blend_by_strength(problem.faces, denoised, decoded, problem.strength)


def _map_estimate(
    model: FaceVae, problem: Problem, posterior: Posterior, decoded: Tensor, known: Tensor, steps: int
) -> Tensor:
    """The most plausible face of each problem, (N, 3, S, S): half-way to the linear model's, or where the code that the
    posterior is centred at is moved to."""
    if model.eigenfaces is not None:
        return _half_way(model, decoded, known, problem.mask)
    evidence = model.linear.small(problem.faces, 1 - problem.mask, problem.sigma)
    return _fit(model, posterior.mean[:, None], posterior.std, evidence, problem.mask, steps)[0][:, 0]


def _posterior_samples(
    model: FaceVae, problem: Problem, posterior: Posterior, decoded: Tensor, known: Tensor, steps: int
) -> Restoration:
    """K weighted samples of each problem, moved to fit and, where the model has eigenfaces, moved alike so that the
    first is the MAP estimate."""
    mask, samples = problem.mask, problem.samples
    evidence = model.linear.small(problem.faces, 1 - mask, problem.sigma)
    latents = posterior.mean[:, None] + _deviations(model, evidence[1], samples, problem.generator)
    generated, likelihood = _fit(model, latents, posterior.std, evidence, mask, steps)
    if model.eigenfaces is not None:
        generated = generated + (_half_way(model, decoded, known, mask) - generated[:, 0])[:, None]
    weights, order = _weigh(likelihood).sort(dim=1, descending=True, stable=True)
    generated = generated[torch.arange(len(generated))[:, None], order].flatten(0, 1).clamp(0, 1)
    faces = blend(known.repeat_interleave(samples, 0), generated, mask.repeat_interleave(samples, 0))
    return Restoration(faces.unflatten(0, (-1, samples)), weights)


def _half_way(model: FaceVae, decoded: Tensor, known: Tensor, mask: Tensor) -> Tensor:
    """The mean of the VAE's faces and of those that the linear model finds likeliest.

    They err in different ways, so that half-way between them is closer to the truth than either.
    """
    return (decoded + model.require("eigenfaces")(known, mask, known.new_zeros(len(known)))) / 2


def _deviations(model: FaceVae, precision: Tensor, samples: int, generator: torch.Generator | None) -> Tensor:
    """How far each code is from the mean, (N, K, D): none, then opposite pairs with the linear posterior's covariance.

    The restorer knows how unsure each number of a code is, but not which go together; drawn one by one they change what
    is seen as much as what is hidden.
    """
    half = torch.randn(len(precision), samples // 2, model.linear.basis.shape[1], generator=generator)
    pairs = torch.stack([half, -half], dim=2).flatten(1, 2)[:, : samples - 1]
    none = precision.new_zeros(len(precision), 1, model.latent_dim)
    return torch.cat([none, model.linear.deviations(precision, pairs.to(precision))], dim=1)


def _fit(
    model: FaceVae, latents: Tensor, std: Tensor, evidence: tuple[Tensor, Tensor], mask: Tensor, steps: int
) -> tuple[Tensor, Tensor]:
    """Move latents to fit; return their faces, (N, K, 3, S, S), and log-likelihoods, (N, K).

    Args:
        latents: (N, K, D), where they start.
        std: (N, D), how loosely they are held.
        evidence: pixels and precision, (N, P) each, as `LinearPosterior.small` returns them.
        mask: (N, 1, S, S).
        steps: how often they are moved.
    """
    pixels, precision = evidence
    linear, known = model.linear, 1 - mask
    share = F.avg_pool2d(known, linear.factor)[:, None].clamp(min=1e-6)

    def errors(generated: Tensor) -> Tensor:
        small = F.avg_pool2d((generated * known[:, None]).flatten(0, 1), linear.factor).unflatten(0, latents.shape[:2])
        return pixels[:, None] - (small / share).flatten(2)

    step = linear.gauss_newton_step(SHARE * precision, std)
    generated = _decoded(model, latents)
    for _ in range(steps):
        latents = latents + step(errors(generated))
        generated = _decoded(model, latents)
    return generated, -0.5 * (errors(generated).square() * precision[:, None]).sum(-1)


def _decoded(model: FaceVae, latents: Tensor) -> Tensor:
    return model.decode(latents.flatten(0, 1)).unflatten(0, latents.shape[:2])


def _weigh(likelihood: Tensor) -> Tensor:
    """Softmax of the log-likelihoods at the lowest temperature, 1 or above, that leaves enough of them effective."""
    needed = max(1.0, EFFECTIVE * likelihood.shape[1])
    low, high = likelihood.new_zeros(len(likelihood), 1), likelihood.new_ones(len(likelihood), 1)
    for _ in range(40):
        middle = (low + high) / 2
        enough = _effective(likelihood * middle) >= needed
        low, high = torch.where(enough, middle, low), torch.where(enough, high, middle)
    return (likelihood * torch.where(_effective(likelihood) >= needed, 1.0, low)).softmax(1)


def _effective(logits: Tensor) -> Tensor:
    """How many completions count, (N, 1): Kish's effective sample size."""
    return 1 / logits.softmax(1).square().sum(1, keepdim=True)


def diversity(completions: Restoration, mask: Tensor) -> Tensor:
    """Standard deviation between completions inside the hole.

    Args:
        completions: of N faces, as `complete` returns them.
        mask: (N, 1, S, S) or (1, 1, S, S) in [0, 1]; the hole that they fill.
    Returns:
        (N,) on the [0, 1] scale: the standard deviation of a pixel between the completions, as the root of its mean
        square over the hole and the colours. 0 without a hole, or where all agree; at most 1/2.
    Raises:
        ValueError: the mask does not fit.
    """
    mask = check_mask(mask, completions.faces[:, 0])
    squared = (completions.variance * mask).sum((1, 2, 3))
    # Without a hole both sums are 0, and so is the diversity.
    return (squared / mask.sum((1, 2, 3)).clamp(min=1e-6)).sqrt()
