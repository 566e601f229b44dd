"""FaceVAE: break a face and watch a variational autoencoder mend it.

>>> import facevae
>>> model = facevae.load("face")
"""

from facevae.checkpoints import CheckpointError
from facevae.model import FaceVae, load
from facevae.models.vae import Posterior

__all__ = ["CheckpointError", "FaceVae", "Posterior", "load"]
