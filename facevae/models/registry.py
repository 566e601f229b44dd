"""Every kind of network, by the name that recipes and checkpoints use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from torch import nn

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


@dataclass(frozen=True)
class ModelKind:
    """A kind of network.

    Attributes:
        config: the dataclass of its shape.
        network: makes it from one.
        trained: whether `train` has an objective for it; otherwise its weights come from elsewhere.
    """

    config: type[Any]
    network: Callable[[Any], nn.Module]
    trained: bool = True

    def build(self, config: Mapping[str, Any]) -> nn.Module:
        """Make a network, untrained.

        Args:
            config: keyword arguments of the configuration.
        Raises:
            TypeError: an unknown one; ValueError: one out of range.
        """
        return self.network(self.config(**config))


KINDS: dict[str, ModelKind] = {
    "vae": ModelKind(VaeConfig, Vae),
    "restorer": ModelKind(RestorerConfig, Restorer),
    "detail": ModelKind(DetailConfig, DetailNet),
    "prior": ModelKind(PriorConfig, PriorFlow),
    "local_wiener": ModelKind(LocalWienerConfig, LocalWiener),
    "eigenfaces": ModelKind(EigenfacesConfig, Eigenfaces),
    "dncnn": ModelKind(DnCnnConfig, DnCnn),
    "study": ModelKind(SmallVaeConfig, SmallVae),
    "attributes": ModelKind(AttributesConfig, AttributeNet),
    "face_reader": ModelKind(FaceReaderConfig, FaceReader),
    "atlas": ModelKind(LatentAtlasConfig, LatentAtlas),
    "mtcnn": ModelKind(MtcnnConfig, Mtcnn, trained=False),
}
"""All of them."""
