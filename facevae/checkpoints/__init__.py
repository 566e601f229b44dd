"""Weights and figures on disk: their format, where they lie, how they come from the Hub."""

from facevae.checkpoints.format import (
    FORMAT,
    MAX_FILE_BYTES,
    Checkpoint,
    CheckpointError,
    about,
    digest,
    kinds,
    load_network,
    read,
    save,
)

__all__ = [
    "FORMAT",
    "MAX_FILE_BYTES",
    "Checkpoint",
    "CheckpointError",
    "about",
    "digest",
    "kinds",
    "load_network",
    "read",
    "save",
]
