"""Faces nobody owns, made from seeded blobs, for every test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import torch
from torch import Tensor

from facevae.model import FaceVae
from facevae.models.attributes import AttributeNet, AttributesConfig
from facevae.models.dncnn import DnCnn, DnCnnConfig
from facevae.models.eigenfaces import Eigenfaces, EigenfacesConfig
from facevae.models.latent_atlas import LatentAtlas, LatentAtlasConfig
from facevae.models.local_wiener import LocalWiener, LocalWienerConfig
from facevae.models.restorer import Restorer, RestorerConfig
from facevae.models.sharp_decoder import SharpDecoder
from facevae.models.small_vae import SmallVae, SmallVaeConfig
from facevae.models.vae import Vae, VaeConfig
from tests.support import fake_hub

TINY_VAE = VaeConfig(image_size=32, latent_dim=4, linear_size=16, patch=2, widths=(4, 8), blocks=1)
TINY_SMALL_VAE = SmallVaeConfig(image_size=32, latent_dim=4, patch=2, widths=(4, 8), blocks=1)
TINY_ATTRIBUTES = AttributesConfig(image_size=16, widths=(4, 8), blocks=(1, 2), dropout=0.2)
TINY_RESTORER = RestorerConfig(image_size=32, latent_dim=4, evidence_size=8, nuisance=6, patch=2, widths=(4, 8))
TINY_LOCAL_WIENER = LocalWienerConfig(image_size=32, width=8, blocks=1)
TINY_EIGENFACES = EigenfacesConfig(image_size=32, side=8, components=12)
TINY_ATLAS = LatentAtlasConfig(
    latent_dim=4,
    features=8,
    kept=2,
    faces=6,
    names=("age", "gender"),
    measurements=("age", "gender", "skin"),
    groups=("male-20-29", "female-70-"),
)
TINY_DNCNN = DnCnnConfig(width=8, blocks=1)


def _blob(size: int, centre: Tensor, width: Tensor) -> Tensor:
    """Return one smooth spot per face, (N, 1, S, S); ``centre`` and ``width`` are (N, 2) as fractions of the side."""
    line = (torch.arange(size) + 0.5) / size
    across = ((line - centre[:, :1]) / width[:, :1]).square()
    down = ((line - centre[:, 1:]) / width[:, 1:]).square()
    return torch.exp(-(across[:, None, None, :] + down[:, None, :, None]) / 2)


@pytest.fixture
def generator() -> Callable[[int], torch.Generator]:
    """Return a function that makes a fresh CPU generator from a seed."""

    def make(seed: int = 0) -> torch.Generator:
        return torch.Generator().manual_seed(seed)

    return make


@pytest.fixture
def make_faces(generator) -> Callable[..., Tensor]:
    """Return a function that makes (count, 3, size, size) smooth faces: a head, two eyes and a mouth, all different."""

    def make(count: int = 4, size: int = 32, seed: int = 0) -> Tensor:
        random = generator(seed)

        def between(low: float, high: float, *shape: int) -> Tensor:
            return low + (high - low) * torch.rand(count, *shape, generator=random)

        shift = between(-0.05, 0.05, 2)
        faces = between(0.0, 0.4, 3, 1, 1).expand(-1, -1, size, size)
        parts = (
            (torch.tensor([0.5, 0.5]), torch.tensor([0.22, 0.28]), between(0.5, 1.0, 3, 1, 1)),
            (torch.tensor([0.35, 0.4]), torch.tensor([0.05, 0.04]), between(0.0, 0.3, 3, 1, 1)),
            (torch.tensor([0.65, 0.4]), torch.tensor([0.05, 0.04]), between(0.0, 0.3, 3, 1, 1)),
            (torch.tensor([0.5, 0.72]), torch.tensor([0.12, 0.03]), between(0.1, 0.6, 3, 1, 1)),
        )
        for centre, width, colour in parts:
            spot = _blob(size, centre + shift, width * between(0.8, 1.2, 2))
            faces = faces + spot * (colour - faces)
        return faces

    return make


@pytest.fixture
def faces(make_faces) -> Tensor:
    """Four different faces of 32 pixels, (4, 3, 32, 32)."""
    return make_faces()


@pytest.fixture
def tiny_vae(make_faces) -> Vae:
    """An untrained VAE of 32 pixels and 4 latents, at its linear start on random directions."""
    torch.manual_seed(0)
    vae = Vae(TINY_VAE)
    mean = make_faces(16, size=16).mean(0).flatten()
    components = torch.linalg.qr(torch.randn(len(mean), 4)).Q.T
    vae.start_from_components(mean, components, torch.tensor([8.0, 4.0, 2.0, 1.0]), 0.01)
    return vae.eval().requires_grad_(False)


@pytest.fixture
def tiny_eigenfaces(make_faces) -> Eigenfaces:
    """Twelve eigenfaces of 64 faces, at 8 pixels; nothing finer is believed."""
    faces = make_faces(64)
    small = torch.nn.functional.avg_pool2d(faces, 4).flatten(1)
    eigenfaces = Eigenfaces(TINY_EIGENFACES)
    eigenfaces.mean.copy_(faces.mean(0))
    eigenfaces.linear.fit_all(small.mean(0), small.T.cov())
    return eigenfaces.eval().requires_grad_(False)


@pytest.fixture
def tiny_atlas() -> LatentAtlas:
    """Two directions along axes, two groups on either side of the middle, and six training faces in a row."""
    atlas = LatentAtlas(TINY_ATLAS)
    atlas.directions.copy_(torch.eye(4)[:2].expand(2, -1, -1))
    atlas.effects.copy_(torch.arange(12.0).view(2, 2, 3))
    atlas.spread.fill_(1)
    atlas.means.copy_(torch.eye(4)[:2])
    atlas.counts.copy_(torch.tensor([60.0, 50.0]))
    atlas.feature_basis.copy_(torch.eye(8)[:, :2])
    atlas.places[:, 0] = torch.arange(6.0)
    atlas.usual.copy_(torch.linspace(0, 10, 101))
    return atlas.eval()


@pytest.fixture
def tiny_model(tiny_vae, tiny_eigenfaces, tiny_atlas) -> FaceVae:
    """The same with every part: a restorer that believes half of every difference, wherever it is."""
    torch.manual_seed(1)
    restorer = Restorer(TINY_RESTORER)
    restorer.linear.copy_from(tiny_vae)
    restorer.linear.residual.fill_(0.01)
    restorer.residual.shares.fill_(0.5)
    sharp = SharpDecoder(TINY_VAE)
    torch.nn.init.normal_(sharp.head.weight, std=0.05)
    parts = restorer, sharp, LocalWiener(TINY_LOCAL_WIENER), DnCnn(TINY_DNCNN)
    restorer, sharp, local_wiener, dncnn = (part.eval().requires_grad_(False) for part in parts)
    return FaceVae(tiny_vae, restorer, sharp, local_wiener, tiny_eigenfaces, dncnn, tiny_atlas)


@pytest.fixture
def tiny_study() -> FaceVae:
    """An untrained model of the study, of 32 pixels and 4 latents."""
    torch.manual_seed(0)
    return FaceVae(SmallVae(TINY_SMALL_VAE).eval().requires_grad_(False))


@pytest.fixture
def tiny_attributes() -> AttributeNet:
    """An untrained network that reads attributes at 16 pixels."""
    torch.manual_seed(0)
    return AttributeNet(TINY_ATTRIBUTES).eval().requires_grad_(False)


@pytest.fixture
def server(tmp_path, monkeypatch) -> Iterator[fake_hub.FakeHub]:
    """A Hub of our own, on this machine."""
    with fake_hub.running(tmp_path / "cache", monkeypatch) as server:
        yield server
