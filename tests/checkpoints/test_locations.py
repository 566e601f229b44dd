"""Which folder weights are looked for in."""

from __future__ import annotations

from pathlib import Path

import pytest

from facevae.checkpoints import CheckpointError, locations


def test_the_variable_names_the_folder(monkeypatch, tmp_path):
    monkeypatch.setenv(locations.VARIABLE, str(tmp_path))
    assert locations.checkpoints_folder() == tmp_path


@pytest.mark.parametrize("value", [None, ""])
def test_without_the_variable_it_is_that_of_the_checkout(monkeypatch, value):
    monkeypatch.delenv(locations.VARIABLE, raising=False)
    if value is not None:
        monkeypatch.setenv(locations.VARIABLE, value)
    assert locations.checkpoints_folder() == Path(__file__).parents[2] / "checkpoints"


def test_the_named_folder_comes_before_the_working_directory(monkeypatch, tmp_path):
    for place in ("named", "here"):
        (tmp_path / place / "face").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr(locations, "CHECKPOINTS", tmp_path / "named")
    assert locations.locate("face") == tmp_path / "named/face"
    monkeypatch.setattr(locations, "CHECKPOINTS", tmp_path / "empty")
    assert locations.locate("face") == Path("face")


def test_a_missing_folder_tells_of_the_variable_and_the_hub(monkeypatch, tmp_path):
    monkeypatch.setattr(locations, "CHECKPOINTS", tmp_path)
    with pytest.raises(CheckpointError, match=f"no folder face .*{locations.VARIABLE}.*Hub"):
        locations.locate("face")
