"""A model whose results can be told by hand, for tests of the screen: all of it is linear."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from facevae.model import FaceVae
from facevae.models.dncnn import DnCnn, DnCnnConfig
from facevae.models.eigenfaces import Eigenfaces, EigenfacesConfig
from facevae.models.latent_atlas import LatentAtlas, LatentAtlasConfig
from facevae.models.restorer import Restorer, RestorerConfig
from facevae.models.vae import Vae, VaeConfig

_QUIET = 1e-6
"""Variance that the codes leave over, so small that they hold a face whole."""


def linear_model(image_size: int = 32, latent_dim: int = 12) -> FaceVae:
    """Build a model that draws a plain oval face, plus one wave pattern for each number of a code.

    It is a `FaceVae` of the usual networks at their linear start, so that ``encode(decode(latents)).mean`` is
    `latents` while nothing saturates. Its restorer and its eigenfaces know the same patterns at a quarter of the
    size, its atlas names two directions, and its DnCNN changes nothing.
    """
    mean, patterns = _oval(image_size), _patterns(image_size, latent_dim)
    vae = Vae(VaeConfig(image_size, latent_dim, linear_size=image_size, patch=2, widths=(4, 8)))
    energy = patterns[0].square().sum()
    vae.start_from_components(
        mean.flatten(), patterns.flatten(1) / energy.sqrt(), (energy + _QUIET).expand(latent_dim), _QUIET
    )
    restorer = Restorer(RestorerConfig(image_size, latent_dim, evidence_size=image_size // 4, patch=2, widths=(4, 8)))
    restorer.linear.copy_from(vae)
    restorer.residual.shares.fill_(0.5)
    eigenfaces = Eigenfaces(EigenfacesConfig(image_size, image_size // 4, latent_dim))
    eigenfaces.mean.copy_(mean[0])
    eigenfaces.linear.basis.copy_(F.avg_pool2d(patterns, 4).flatten(1).T)
    eigenfaces.linear.mean.copy_(F.avg_pool2d(mean, 4).flatten())
    dncnn = DnCnn(DnCnnConfig(width=4, blocks=1))
    for network in (vae, restorer, eigenfaces, dncnn):
        network.eval().requires_grad_(False)
    return FaceVae(vae, restorer=restorer, eigenfaces=eigenfaces, dncnn=dncnn, atlas=named_atlas(latent_dim))


def named_atlas(latent_dim: int) -> LatentAtlas:
    """Age along the second latent, and a smile along it and the third; two groups; ten training faces in a row."""
    atlas = LatentAtlas(
        LatentAtlasConfig(
            latent_dim, 8, 2, 10, ("age", "smile"), ("age", "smile", "black"), ("female-20-29", "male-70-")
        )
    )
    along = torch.eye(latent_dim)[1:3]
    atlas.directions[0] = torch.stack([along[0], (along[0] + along[1]) / math.sqrt(2)])
    atlas.directions[1] = torch.stack([(along[0] - along[1]) / math.sqrt(2), along[1]])
    atlas.effects[0] = torch.tensor([[4.0, 1.0, 0.5], [2.0, 10.0, -30.0]])
    atlas.effects[1] = torch.tensor([[3.0, 0.0, 0.0], [0.0, 7.0, 0.0]])
    atlas.spread.fill_(1)
    atlas.means.copy_(torch.eye(latent_dim)[:2])
    atlas.counts.copy_(torch.tensor([500.0, 60.0]))
    atlas.feature_basis.copy_(torch.eye(8)[:, :2])
    atlas.places[:, 0] = torch.arange(10.0)
    atlas.usual.copy_(torch.linspace(0, 5, 101))
    return atlas.eval()


def _grid(size: int) -> tuple[Tensor, Tensor]:
    middle = (torch.arange(size, dtype=torch.float32) + 0.5) / size
    return torch.meshgrid(middle, middle, indexing="ij")


def _oval(size: int) -> Tensor:
    """(1, 3, S, S): a skin-coloured oval with two eyes and a mouth on grey, all inside 0.2 to 0.8."""
    y, x = _grid(size)
    picture = torch.tensor([0.45, 0.5, 0.55])[:, None, None].expand(3, size, size).clone()
    for cx, cy, rx, ry, colour in (
        (0.5, 0.52, 0.36, 0.46, (0.8, 0.62, 0.52)),
        (0.34, 0.42, 0.07, 0.04, (0.2, 0.22, 0.3)),
        (0.66, 0.42, 0.07, 0.04, (0.2, 0.22, 0.3)),
        (0.5, 0.76, 0.14, 0.04, (0.7, 0.35, 0.35)),
    ):
        inside = ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1
        picture[:, inside] = torch.tensor(colour)[:, None]
    return picture[None]


def _patterns(size: int, count: int) -> Tensor:
    """(D, 3, S, S): orthogonal cosine waves of amplitude 0.05, so that a latent of 1 is seen and none saturates."""
    y, x = _grid(size)
    colours = torch.tensor([[1.0, 1.0, 1.0], [1.0, 0.0, -1.0], [1.0, -2.0, 1.0]])
    colours = colours / colours.square().mean(1, keepdim=True).sqrt()
    waves = []
    for index in range(count):
        row, column = divmod(index // 3 + 1, 3)
        wave = torch.cos(math.pi * row * y) * torch.cos(math.pi * column * x)
        wave = wave / wave.square().mean().sqrt()
        waves.append(0.05 * wave * colours[index % 3][:, None, None])
    return torch.stack(waves)
