"""A tiny model with the face of a real one, for tests of the screen."""

from __future__ import annotations

import math
from types import SimpleNamespace

import torch
import torch.nn.functional as F
from torch import Tensor

from facevae.models.dncnn import DnCnn, DnCnnConfig
from facevae.models.eigenfaces import Eigenfaces, EigenfacesConfig
from facevae.models.latent_atlas import LatentAtlas, LatentAtlasConfig
from facevae.models.linear_gaussian import LinearPosterior


class FakeModel:
    """A linear, deterministic model: a plain oval face, plus one wave pattern for each latent.

    It has the attributes and methods that the screen calls on ``facevae.load("face")``, and nothing to load.
    Encoding projects on the patterns, so ``encode(decode(latents)).mean`` is `latents` while nothing saturates.
    Its linear parts know the same patterns at a quarter of the size; its supervised network changes nothing.
    """

    def __init__(self, image_size: int = 32, latent_dim: int = 12) -> None:
        self.image_size = image_size
        self.latent_dim = latent_dim
        self._mean = _oval(image_size)
        self._patterns = _patterns(image_size, latent_dim)
        self.vae = SimpleNamespace(directions=torch.eye(latent_dim))
        self.linear = LinearPosterior(image_size, image_size // 4, latent_dim)
        self.restorer = SimpleNamespace(linear=self.linear)
        self.eigenfaces = Eigenfaces(EigenfacesConfig(image_size, image_size // 4, latent_dim))
        self.eigenfaces.mean.copy_(self._mean[0])
        for linear in (self.linear, self.eigenfaces.linear):
            linear.basis.copy_(F.avg_pool2d(self._patterns, 4).flatten(1).T)
            linear.mean.copy_(F.avg_pool2d(self._mean, 4).flatten())
        self.atlas = fake_atlas(latent_dim)
        self.dncnn = DnCnn(DnCnnConfig(width=4, blocks=1)).requires_grad_(False)

    def decode(self, latents: Tensor, style: str = "faithful") -> Tensor:
        return (self._mean + torch.einsum("nd,dchw->nchw", latents, self._patterns)).clamp(0, 1)

    def encode(self, faces: Tensor) -> SimpleNamespace:
        rest = faces - self._mean
        mean = torch.einsum("nchw,dchw->nd", rest, self._patterns) / self._patterns[0].square().sum()
        return SimpleNamespace(mean=mean, std=torch.full_like(mean, 0.1))

    def restore_encode(self, faces: Tensor, mask: Tensor, sigma: float) -> SimpleNamespace:
        """Encode with the hole filled by the mean face, a little less sure than with the whole face."""
        posterior = self.encode(faces * (1 - mask) + self._mean * mask)
        return SimpleNamespace(mean=posterior.mean, std=torch.full_like(posterior.mean, 0.5))

    def require(self, part: str) -> object:
        return getattr(self, part)

    def believe(self, seen: Tensor, sigma: float, generated: Tensor | None = None) -> Tensor:
        """Keep all of the difference without noise, none of it at the most noise."""
        return seen * (1 - sigma)


def fake_atlas(latent_dim: int) -> LatentAtlas:
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
    return atlas


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
