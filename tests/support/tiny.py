"""The smallest networks of each kind: their shapes, and untrained ones whose results are worth asserting."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from facevae.model import FaceVae
from facevae.models.attributes import AttributeNet, AttributesConfig
from facevae.models.detail import DetailConfig, DetailNet
from facevae.models.dncnn import DnCnn, DnCnnConfig
from facevae.models.eigenfaces import Eigenfaces, EigenfacesConfig
from facevae.models.face_reader import FaceReader, FaceReaderConfig
from facevae.models.latent_atlas import LatentAtlas, LatentAtlasConfig
from facevae.models.local_wiener import LocalWiener, LocalWienerConfig
from facevae.models.mtcnn import Mtcnn, MtcnnConfig
from facevae.models.prior import PriorConfig, PriorFlow
from facevae.models.restorer import Restorer, RestorerConfig
from facevae.models.small_vae import SmallVae, SmallVaeConfig
from facevae.models.vae import Vae, VaeConfig
from tests.support.faces import blob_faces

VAE = VaeConfig(image_size=32, latent_dim=4, linear_size=16, patch=2, widths=(4, 8), blocks=1)
SMALL_VAE = SmallVaeConfig(image_size=32, latent_dim=4, patch=2, widths=(4, 8), blocks=1)
ATTRIBUTES = AttributesConfig(image_size=16, widths=(4, 8), blocks=(1, 2), dropout=0.2)
READER = FaceReaderConfig(
    image_size=16, stem=4, widths=(4, 8), blocks=(1, 2), strides=(1, 2), kernels=(3, 5), expansion=2, features=8
)
RESTORER = RestorerConfig(image_size=32, latent_dim=4, evidence_size=8, nuisance=6, patch=2, widths=(4, 8))
LOCAL_WIENER = LocalWienerConfig(image_size=32, width=8, blocks=1)
EIGENFACES = EigenfacesConfig(image_size=32, side=8, components=12)
ATLAS = LatentAtlasConfig(
    latent_dim=4,
    features=8,
    kept=2,
    faces=6,
    names=("age", "gender"),
    measurements=("age", "gender", "skin"),
    groups=("male-20-29", "female-70-"),
)
DETAIL = DetailConfig(image_size=32, widths=(8, 16), blocks=(1, 2))
PRIOR = PriorConfig(latent_dim=4, width=8, blocks=1, steps=4)
DNCNN = DnCnnConfig(width=8, blocks=1)

CONFIGS = {
    "vae": VAE,
    "restorer": RESTORER,
    "detail": DETAIL,
    "prior": PRIOR,
    "local_wiener": LOCAL_WIENER,
    "eigenfaces": EIGENFACES,
    "dncnn": DNCNN,
    "study": SMALL_VAE,
    "attributes": ATTRIBUTES,
    "face_reader": READER,
    "atlas": ATLAS,
    "mtcnn": MtcnnConfig(),
}
"""A shape for every kind of weights."""


def vae() -> Vae:
    """An untrained VAE of 32 pixels and 4 latents, at its linear start on random directions."""
    torch.manual_seed(0)
    network = Vae(VAE)
    mean = blob_faces(16, size=16).mean(0).flatten()
    components = torch.linalg.qr(torch.randn(len(mean), 4)).Q.T
    network.start_from_components(mean, components, torch.tensor([8.0, 4.0, 2.0, 1.0]), 0.01)
    return network.eval().requires_grad_(False)


def eigenfaces() -> Eigenfaces:
    """Twelve eigenfaces of 64 faces, at 8 pixels; nothing finer is believed."""
    faces = blob_faces(64)
    small = F.avg_pool2d(faces, 4).flatten(1)
    network = Eigenfaces(EIGENFACES)
    network.mean.copy_(faces.mean(0))
    network.linear.fit_all(small.mean(0), small.T.cov())
    return network.eval().requires_grad_(False)


def atlas() -> LatentAtlas:
    """Two directions along axes, two groups on either side of the middle, and six training faces in a row."""
    network = LatentAtlas(ATLAS)
    network.directions.copy_(torch.eye(4)[:2].expand(2, -1, -1))
    network.effects.copy_(torch.arange(12.0).view(2, 2, 3))
    network.spread.fill_(1)
    network.means.copy_(torch.eye(4)[:2])
    network.counts.copy_(torch.tensor([60.0, 50.0]))
    network.feature_basis.copy_(torch.eye(8)[:, :2])
    network.places[:, 0] = torch.arange(6.0)
    network.usual.copy_(torch.linspace(0, 10, 101))
    return network.eval()


def model(flagship: Vae, linear: Eigenfaces, known: LatentAtlas) -> FaceVae:
    """A model with every part: a restorer that keeps half of every residual, wherever it is."""
    torch.manual_seed(1)
    restorer = Restorer(RESTORER)
    restorer.linear.copy_from(flagship)
    restorer.linear.residual.fill_(0.01)
    restorer.residual.shares.fill_(0.5)
    detail, prior = DetailNet(DETAIL), PriorFlow(PRIOR)
    for part in (detail, prior):
        torch.nn.init.normal_(part.head.weight, std=0.05)
    local_wiener, dncnn = LocalWiener(LOCAL_WIENER), DnCnn(DNCNN)
    for part in (restorer, detail, prior, local_wiener, dncnn):
        part.eval().requires_grad_(False)
    return FaceVae(
        flagship,
        restorer=restorer,
        detail=detail,
        prior=prior,
        local_wiener=local_wiener,
        eigenfaces=linear,
        dncnn=dncnn,
        atlas=known,
    )


def study() -> FaceVae:
    """An untrained model of the study, of 32 pixels and 4 latents."""
    torch.manual_seed(0)
    return FaceVae(SmallVae(SMALL_VAE).eval().requires_grad_(False))


def attributes() -> AttributeNet:
    """An untrained network that reads attributes at 16 pixels."""
    torch.manual_seed(0)
    return AttributeNet(ATTRIBUTES).eval().requires_grad_(False)


def reader() -> FaceReader:
    """An untrained reader of faces at 16 pixels."""
    torch.manual_seed(0)
    return FaceReader(READER).eval().requires_grad_(False)


def blind_detector() -> Mtcnn:
    """An untrained detector that takes nothing for a face, and is used to eyes that are a tenth of a crop apart."""
    torch.manual_seed(0)
    detector = Mtcnn(MtcnnConfig()).eval().requires_grad_(False)
    detector.pnet.conv4_1.bias.copy_(torch.tensor([99.0, -99.0]))
    detector.reference.copy_(torch.tensor([[0.45, 0.4], [0.55, 0.4], [0.5, 0.5], [0.46, 0.6], [0.54, 0.6]]))
    return detector
