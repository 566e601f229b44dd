"""Every kind of model, by the name that recipes and checkpoints use."""

from __future__ import annotations

from torch import nn

from facevae.models.atlas import Atlas, AtlasConfig
from facevae.models.attributes import AttributeNet, AttributesConfig
from facevae.models.detector import Detector, DetectorConfig
from facevae.models.eigenfaces import Eigenfaces, EigenfacesConfig
from facevae.models.restorer import Restorer, RestorerConfig
from facevae.models.sharp import SharpDecoder
from facevae.models.shrinkage import Shrinkage, ShrinkageConfig
from facevae.models.study import StudyConfig, StudyVae
from facevae.models.supervised import Supervised, SupervisedConfig
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
