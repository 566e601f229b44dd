"""Reading a face: its age as a range, what that depends on, and what the network sees on the way."""

from facevae.reading.maps import FeatureMaps, Field, feature_maps, receptive_field, untrained
from facevae.reading.occlusion import dependence
from facevae.reading.patches import FILLERS, cover, patch_mask
from facevae.reading.readings import AgeReading, ages_of, read_age, read_labels

__all__ = [
    "FILLERS",
    "AgeReading",
    "FeatureMaps",
    "Field",
    "ages_of",
    "cover",
    "dependence",
    "feature_maps",
    "patch_mask",
    "read_age",
    "read_labels",
    "receptive_field",
    "untrained",
]
