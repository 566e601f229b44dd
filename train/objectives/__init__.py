"""What each kind of model is trained for: one class a kind, looked up by the recipe's `kind`."""

from __future__ import annotations

from train.objectives.attributes import AttributesObjective
from train.objectives.base import Objective
from train.objectives.dncnn import SupervisedObjective
from train.objectives.eigenfaces import EigenfacesObjective
from train.objectives.latent_atlas import AtlasObjective
from train.objectives.local_wiener import ShrinkageObjective
from train.objectives.restorer import RestorerObjective
from train.objectives.sharp_decoder import SharpObjective
from train.objectives.small_vae import StudyObjective
from train.objectives.vae import VaeObjective

OBJECTIVES: dict[str, type[Objective]] = {
    "vae": VaeObjective,
    "restorer": RestorerObjective,
    "sharp": SharpObjective,
    "eigenfaces": EigenfacesObjective,
    "shrinkage": ShrinkageObjective,
    "supervised": SupervisedObjective,
    "study": StudyObjective,
    "attributes": AttributesObjective,
    "atlas": AtlasObjective,
}
