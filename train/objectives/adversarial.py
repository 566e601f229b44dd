"""Adversarial and perceptual losses: a PatchGAN critic, R1, feature distance, adaptive weight."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.func import functional_call

MOST = 10.0
"""Largest factor on a critic's pull: one that knows nothing yet hardly pulls, and should not be turned up."""


class Critic(nn.Module):
    """Tells, patch by patch, how real a face looks; the decoder's opponent, not shipped.

    Args:
        widths: channels at half the side, a quarter ...
    Source: Isola et al. 2017, "Image-to-image translation with conditional adversarial networks" (PatchGAN).
    """

    def __init__(self, widths: Sequence[int]) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for narrow, wide in itertools.pairwise((3, *widths)):
            layers += [nn.Conv2d(narrow, wide, 4, stride=2, padding=1), nn.LeakyReLU(0.2)]
        self.layers = nn.Sequential(*layers, nn.Conv2d(widths[-1], 1, 3, padding=1))

    def forward(self, faces: Tensor) -> Tensor:
        """(N, 3, S, S) to (N, 1, S / 2 ** k, S / 2 ** k), positive for real."""
        return self.layers(faces * 2 - 1)

    def frozen(self, faces: Tensor) -> Tensor:
        """The same, with no gradient for the critic's own weights."""
        weights = {name: value.detach() for name, value in self.named_parameters()}
        return functional_call(self, weights, (faces,))


def r1_penalty(critic: Critic, faces: Tensor) -> Tensor:
    """Mean squared norm of the critic's gradient at real faces; keeping it small keeps the game stable.

    Source: Mescheder et al. 2018, "Which training methods for GANs do actually converge?" (R1).
    """
    faces = faces.detach().requires_grad_()
    (slope,) = torch.autograd.grad(critic(faces).mean((1, 2, 3)).sum(), faces, create_graph=True)
    return slope.square().sum((1, 2, 3)).mean()


def perceptual_distance(one: Sequence[Tensor], other: Sequence[Tensor]) -> Tensor:
    """Mean squared distance between two faces' features, (N, C, H, W) at each stage, each pixel's scaled to length 1.

    Source: Zhang et al. 2018, "The unreasonable effectiveness of deep features as a perceptual metric".
    """
    pairs = zip(one, other, strict=True)
    gaps = [(F.normalize(a, dim=1) - F.normalize(b, dim=1)).square().sum(1).mean() for a, b in pairs]
    return torch.stack(gaps).mean()


def adaptive_weight(drawn: Tensor, last: Tensor, fidelity: Tensor, opinion: Tensor, weight: float) -> Tensor:
    """Add a critic's opinion of pictures to other losses, at a share of their pull.

    Pull is measured where the decoder ends, not at the pictures: what a critic wants is much the same for every picture
    and adds up, while errors differ from picture to picture and cancel.

    Args:
        drawn: the pictures that both losses are of, with the graph that drew them.
        last: weights of the layer that drew them.
        fidelity: the other losses together, a scalar.
        opinion: the critic's, a scalar.
        weight: length of the opinion's gradient at `last`, as a share of the length of fidelity's.
    Returns:
        A scalar: fidelity + weight * opinion, with the balanced gradient.
    Source: Esser et al. 2021, "Taming transformers for high-resolution image synthesis".
    """
    (pull,) = torch.autograd.grad(fidelity, drawn)
    if weight:
        (other,) = torch.autograd.grad(opinion, drawn)
        lengths = [torch.autograd.grad(drawn, last, way, retain_graph=True)[0].norm() for way in (pull, other)]
        pull = pull + weight * (lengths[0] / lengths[1].clamp(min=1e-12)).clamp(max=MOST) * other
    moved = (drawn * pull).sum()
    return moved - moved.detach() + fidelity.detach() + weight * opinion.detach()
