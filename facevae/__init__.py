"""FaceVAE: damage a face and watch a variational autoencoder restore it.

>>> import facevae
>>> model = facevae.load("face")
"""

from facevae.checkpoints import CheckpointError
from facevae.model import FaceVae, load, load_attributes, load_reader
from facevae.models.attributes import Attributes
from facevae.models.vae import Posterior

__version__ = "0.2.0"

__all__ = [
    "Attributes",
    "CheckpointError",
    "FaceVae",
    "Posterior",
    "__version__",
    "load",
    "load_attributes",
    "load_reader",
]
