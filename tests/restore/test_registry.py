"""What every entry of the registry promises."""

from __future__ import annotations

import importlib.util

import pytest
import torch

from facevae import FaceVae, damage
from facevae.restore import DENOISERS, INPAINTERS, METHODS, Method, Problem, Restoration

EVERY = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)


@EVERY
def test_a_method_can_do_something_and_is_found_under_its_name(method):
    assert METHODS[method.name] is method
    assert method.removes_noise or method.fills_holes
    assert (method.name in DENOISERS, method.name in INPAINTERS) == (method.removes_noise, method.fills_holes)


def test_names_and_labels_are_not_shared():
    assert len({method.label for method in METHODS.values()}) == len(METHODS)


@EVERY
def test_a_method_restores_each_face_of_what_it_says_it_can(tiny_model, faces, generator, method):
    if method.package and importlib.util.find_spec(method.package) is None:
        pytest.skip("its package is optional")
    mask = damage.centre_box(32).expand(4, -1, -1, -1) if method.fills_holes else torch.zeros(4, 1, 32, 32)
    sigma, samples = torch.full((4,), 0.1 * method.removes_noise), 3 if method.multiple_samples else 1
    found = method.run(tiny_model, Problem(faces, mask, sigma, samples, generator=generator()))
    assert found.faces.shape == (4, samples, 3, 32, 32)
    assert found.faces.min() >= 0
    assert found.faces.max() <= 1
    torch.testing.assert_close(found.weights.sum(1), torch.ones(4))


@pytest.mark.parametrize("method", DENOISERS.values(), ids=DENOISERS)
def test_each_face_is_restored_by_its_own_noise_level(tiny_model, faces, method):
    if method.package:
        pytest.skip("BM3D adds up in an order that threads decide")
    sigma = torch.tensor([0.0, 0.1, 0.2, 0.4])
    mask = torch.zeros(4, 1, 32, 32)
    together = method.run(tiny_model, Problem(faces, mask, sigma)).faces
    for index in range(4):
        one = slice(index, index + 1)
        alone = method.run(tiny_model, Problem(faces[one], mask[one], sigma[one])).faces
        torch.testing.assert_close(together[one], alone, rtol=0, atol=1e-5)


@pytest.mark.parametrize("method", [item for item in METHODS.values() if item.requires], ids=lambda item: item.name)
def test_a_method_that_requires_a_part_does_not_run_without(tiny_model, tiny_vae, method):
    assert method.runs_on(tiny_model)
    assert not method.runs_on(FaceVae(tiny_vae))


def test_a_method_whose_package_is_not_there_does_not_run(tiny_model):
    def run(_model: FaceVae, problem: Problem) -> Restoration:
        return Restoration.single(problem.faces)

    assert Method("some", "Some", "classical", run, package="json").runs_on(tiny_model)
    assert not Method("some", "Some", "classical", run, package="no_such_package").runs_on(tiny_model)


def test_a_single_restoration_has_all_the_weight(faces):
    single = Restoration.single(faces)
    assert single.weights.tolist() == [[1.0]] * 4
    assert torch.equal(single.mean, faces)
    assert single.variance.abs().max() == 0
