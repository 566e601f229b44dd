"""What each kind of model is trained for: one class a kind, looked up by the recipe's `kind`."""

from __future__ import annotations

from train.objectives.atlas import AtlasObjective
from train.objectives.attributes import AttributesObjective
from train.objectives.base import Objective
from train.objectives.eigenfaces import EigenfacesObjective
from train.objectives.restorer import RestorerObjective
from train.objectives.sharp import SharpObjective
from train.objectives.shrinkage import ShrinkageObjective
from train.objectives.study import StudyObjective
from train.objectives.supervised import SupervisedObjective
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
