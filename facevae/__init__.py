"""FaceVAE: damage a face and watch a variational autoencoder restore it.

>>> import facevae
>>> model = facevae.load("face")
"""

from typing import TYPE_CHECKING

import lazy_loader

if TYPE_CHECKING:
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

# Taken from their modules when they are asked for: torch takes seconds and 300 MB, and some parts need none of it.
__getattr__, __dir__, _ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "checkpoints": ["CheckpointError"],
        "model": ["FaceVae", "load", "load_attributes", "load_reader"],
        "models.attributes": ["Attributes"],
        "models.vae": ["Posterior"],
    },
)
