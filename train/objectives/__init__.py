"""Training objectives, one class for each kind of network."""

from __future__ import annotations

from train.objectives.attributes import AttributesObjective
from train.objectives.base import Objective
from train.objectives.detail import DetailObjective
from train.objectives.dncnn import DnCnnObjective
from train.objectives.eigenfaces import EigenfacesObjective
from train.objectives.face_reader import FaceReaderObjective
from train.objectives.latent_atlas import LatentAtlasObjective
from train.objectives.local_wiener import LocalWienerObjective
from train.objectives.prior import PriorObjective
from train.objectives.restorer import RestorerObjective
from train.objectives.small_vae import SmallVaeObjective
from train.objectives.vae import VaeObjective

OBJECTIVES: dict[str, type[Objective]] = {
    "vae": VaeObjective,
    "restorer": RestorerObjective,
    "detail": DetailObjective,
    "prior": PriorObjective,
    "eigenfaces": EigenfacesObjective,
    "local_wiener": LocalWienerObjective,
    "dncnn": DnCnnObjective,
    "study": SmallVaeObjective,
    "attributes": AttributesObjective,
    "face_reader": FaceReaderObjective,
    "atlas": LatentAtlasObjective,
}
