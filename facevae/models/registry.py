"""Every kind of model, by the name that recipes and checkpoints use."""

from __future__ import annotations

from torch import nn

from facevae.models.attributes import AttributeNet, AttributesConfig
from facevae.models.dncnn import DnCnn, DnCnnConfig
from facevae.models.eigenfaces import Eigenfaces, EigenfacesConfig
from facevae.models.latent_atlas import LatentAtlas, LatentAtlasConfig
from facevae.models.local_wiener import LocalWiener, LocalWienerConfig
from facevae.models.mtcnn import Mtcnn, MtcnnConfig
from facevae.models.restorer import Restorer, RestorerConfig
from facevae.models.sharp_decoder import SharpDecoder
from facevae.models.small_vae import SmallVae, SmallVaeConfig
from facevae.models.vae import Vae, VaeConfig

CONFIGS = {
    "vae": VaeConfig,
    "restorer": RestorerConfig,
    "sharp": VaeConfig,
    "local_wiener": LocalWienerConfig,
    "eigenfaces": EigenfacesConfig,
    "dncnn": DnCnnConfig,
    "study": SmallVaeConfig,
    "attributes": AttributesConfig,
    "atlas": LatentAtlasConfig,
    "mtcnn": MtcnnConfig,
}

NETWORKS: dict[str, type[nn.Module]] = {
    "vae": Vae,
    "restorer": Restorer,
    "sharp": SharpDecoder,
    "local_wiener": LocalWiener,
    "eigenfaces": Eigenfaces,
    "dncnn": DnCnn,
    "study": SmallVae,
    "attributes": AttributeNet,
    "atlas": LatentAtlas,
    "mtcnn": Mtcnn,
}
