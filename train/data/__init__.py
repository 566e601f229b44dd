"""From UTKFace to batches: where photos come from, how they are prepared, kept, augmented and degraded."""
