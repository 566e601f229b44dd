"""Reading a face: its age as a range, what that depends on, labels of whole and filled faces, and maps on the way."""

from facevae.reading.fillings import HOLES, Fillings, bar_and_linear, can_fill, fill
from facevae.reading.labels import LabelReading, Readings, label_reading, log_odds, sum_up
from facevae.reading.maps import FeatureMaps, Field, feature_maps, receptive_field, untrained
from facevae.reading.occlusion import dependence
from facevae.reading.patches import FILLERS, cover, patch_mask
from facevae.reading.readings import AgeReading, ages_of, read_age, read_labels

__all__ = [
    "FILLERS",
    "HOLES",
    "AgeReading",
    "FeatureMaps",
    "Field",
    "Fillings",
    "LabelReading",
    "Readings",
    "ages_of",
    "bar_and_linear",
    "can_fill",
    "cover",
    "dependence",
    "feature_maps",
    "fill",
    "label_reading",
    "log_odds",
    "patch_mask",
    "read_age",
    "read_labels",
    "receptive_field",
    "sum_up",
    "untrained",
]
