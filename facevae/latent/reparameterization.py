"""Codes drawn from a posterior by its mean, its deviation and noise, and how far what they decode to moves."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from facevae.conventions import check_faces
from facevae.model import FaceVae
from facevae.models.vae import Posterior

THROWS = 8
"""Codes that `wobble` draws."""


@dataclass(frozen=True)
class Draw:
    """Codes, and the noise that they were drawn with.

    Attributes:
        epsilon: (N, D), standard normal.
        latents: (N, D), mean + deviation * epsilon.
    Source: Kingma and Welling 2014, "Auto-encoding variational Bayes". Drawing needs no trick; written like this, the
    gradient of what is made of the code goes through to mean and deviation.
    """

    epsilon: Tensor
    latents: Tensor


def draw(posterior: Posterior, generator: torch.Generator, count: int = 1) -> Draw:
    """Draw codes of one face.

    Args:
        posterior: of one face, mean and std (1, D).
        generator: CPU generator; the same seed gives the same codes.
        count: how many, N.
    Raises:
        ValueError: a posterior of several faces, or no count.
    """
    if len(posterior.mean) != 1:
        raise ValueError(f"posterior is of {len(posterior.mean)} faces; give that of one.")
    if count < 1:
        raise ValueError(f"count is {count}; give at least 1.")
    epsilon = torch.randn(count, posterior.mean.shape[1], generator=generator).to(posterior.mean.device)
    return Draw(epsilon, posterior.mean + posterior.std * epsilon)


@torch.inference_mode()
def wobble(model: FaceVae, posterior: Posterior, generator: torch.Generator, count: int = THROWS) -> float:
    """Tell how far the decoded picture moves as the dice are thrown.

    Args:
        model: whose posterior it is.
        posterior: of one face, mean and std (1, D).
        generator: CPU generator.
        count: codes to draw.
    Returns:
        Root of the mean square of the difference from the picture of the posterior's mean, in levels of 255.
    Raises:
        ValueError: as for `draw`.
    """
    drawn = model.decode(draw(posterior, generator, count).latents)
    return 255 * float((drawn - model.decode(posterior.mean)).square().mean().sqrt())


@dataclass(frozen=True)
class Throw:
    """The dice thrown once for a face.

    Attributes:
        epsilon: (D,), what the dice show.
        picture: (1, 3, S, S), what the decoder makes of mean + deviation * epsilon.
        moved: how far that is from the picture of the mean, root of the mean square in levels of 255.
    """

    epsilon: Tensor
    picture: Tensor
    moved: float


@dataclass(frozen=True)
class Passage:
    """A face's way through a model, before the dice are thrown.

    Attributes:
        model: whose way it is.
        seen: (1, 3, S, S), the face at the model's size.
        posterior: what the encoder says, mean and std (1, D).
        copy: (1, 3, S, S), what the decoder makes of the mean.
        wobble: how far the picture moves as the dice are thrown, see `wobble`.
    """

    model: FaceVae
    seen: Tensor
    posterior: Posterior
    copy: Tensor
    wobble: float

    @property
    def bits(self) -> Tensor:
        """What each number costs, (D,), see ``rate.RateEstimate``."""
        return self.posterior.kl()[0] / math.log(2)

    @torch.inference_mode()
    def throw(self, generator: torch.Generator) -> Throw:
        """Throw the dice once; the same seed brings the same picture."""
        drawn = draw(self.posterior, generator)
        picture = self.model.decode(drawn.latents)
        return Throw(drawn.epsilon[0], picture, 255 * float((picture - self.copy).square().mean().sqrt()))


@torch.inference_mode()
def pass_through(model: FaceVae, face: Tensor, generator: torch.Generator) -> Passage:
    """Send a face through a model.

    Args:
        model: the flagship, or a model of the study, which sees the face smaller.
        face: (1, 3, S, S) float32 RGB in [0, 1], of any size.
        generator: CPU generator, of the wobble.
    Raises:
        ValueError: another shape or range, or several faces.
    """
    if len(check_faces(face, name="face")) != 1:
        raise ValueError(f"face holds {len(face)} faces; give one at a time.")
    seen = F.adaptive_avg_pool2d(face, model.image_size)
    posterior = model.encode(seen)
    return Passage(model, seen, posterior, model.decode(posterior.mean), wobble(model, posterior, generator))
