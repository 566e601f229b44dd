"""Every kind of model, by the name that recipes and checkpoints use."""

from __future__ import annotations

from torch import nn

from facevae.models.attributes import AttributeNet, AttributesConfig
from facevae.models.dncnn import Supervised, SupervisedConfig
from facevae.models.eigenfaces import Eigenfaces, EigenfacesConfig
from facevae.models.latent_atlas import Atlas, AtlasConfig
from facevae.models.local_wiener import Shrinkage, ShrinkageConfig
from facevae.models.mtcnn import Detector, DetectorConfig
from facevae.models.restorer import Restorer, RestorerConfig
from facevae.models.sharp_decoder import SharpDecoder
from facevae.models.small_vae import StudyConfig, StudyVae
from facevae.models.vae import Vae, VaeConfig

CONFIGS = {
    "vae": VaeConfig,
    "restorer": RestorerConfig,
    "sharp": VaeConfig,
    "shrinkage": ShrinkageConfig,
    "eigenfaces": EigenfacesConfig,
    "supervised": SupervisedConfig,
    "study": StudyConfig,
    "attributes": AttributesConfig,
    "atlas": AtlasConfig,
    "detector": DetectorConfig,
}

NETWORKS: dict[str, type[nn.Module]] = {
    "vae": Vae,
    "restorer": Restorer,
    "sharp": SharpDecoder,
    "shrinkage": Shrinkage,
    "eigenfaces": Eigenfaces,
    "supervised": Supervised,
    "study": StudyVae,
    "attributes": AttributeNet,
    "atlas": Atlas,
    "detector": Detector,
}
