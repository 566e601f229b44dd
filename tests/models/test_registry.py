"""Every registered network: finite forward and backward, and no weight left out."""

from __future__ import annotations

import pytest
import torch

from facevae.models.registry import KINDS
from tests.support import tiny


def _outputs(kind, network, faces):
    if kind in ("vae", "study"):
        posterior = network.encoder(faces)
        return [network.decoder(posterior.mean), posterior.mean, posterior.std]
    if kind in ("attributes", "face_reader"):
        return list(network(faces))
    if kind == "atlas":
        return [network.nearest(torch.ones(len(faces), 8))]
    if kind == "mtcnn":
        return network(faces)
    if kind == "prior":
        return [network(torch.ones(len(faces), 4), torch.linspace(0.1, 0.9, len(faces)))]
    if kind == "detail":
        return [network(faces, torch.ones_like(faces[:, :1]), faces)]
    sigma = torch.full((len(faces),), 0.1)
    if kind == "local_wiener":
        return [network(faces - 0.5, faces - 0.4, faces, sigma)]
    if kind == "dncnn":
        return [network(faces, sigma)]
    result = network(faces, torch.zeros_like(faces[:, :1]), sigma)
    return [result] if kind == "eigenfaces" else [result.mean, result.std]


def test_every_registered_kind_is_tested_here():
    assert set(tiny.CONFIGS) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_forward_and_backward_are_finite_and_reach_every_weight(kind, faces):
    torch.manual_seed(1)
    network = KINDS[kind].network(tiny.CONFIGS[kind])
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, std=0.05)
    outputs = _outputs(kind, network, faces)
    if list(network.parameters()):  # eigenfaces and the atlas are found in closed form
        sum(output.square().sum() for output in outputs).backward()
    for output in outputs:
        assert output.shape[0] == len(faces)
        assert torch.isfinite(output).all()
    for name, parameter in network.named_parameters():
        if name != "log_sigma":  # only the likelihood uses it
            assert parameter.grad.abs().sum() > 0, name
