"""FaceVAE: break a face and watch a variational autoencoder mend it.

>>> import facevae
>>> model = facevae.load("face")
"""

from facevae.checkpoints import CheckpointError
from facevae.model import FaceVae, load, load_attributes
from facevae.models.attributes import Attributes
from facevae.models.vae import Posterior

__all__ = ["Attributes", "CheckpointError", "FaceVae", "Posterior", "load", "load_attributes"]
