"""Networks as checkpoints in a folder."""

from __future__ import annotations

from facevae import checkpoints


def save_network(folder, kind, config, network, about=None):
    """Write one network's weights, its configuration and what training wanted remembered."""
    checkpoints.save(folder, checkpoints.Checkpoint(kind, vars(config), network.state_dict(), about or {}))
