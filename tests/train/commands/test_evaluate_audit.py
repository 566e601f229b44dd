"""`train evaluate --audit`, from the command line to results.json."""

from __future__ import annotations

import json

import pytest

from tests.support import tiny
from tests.support.saved_networks import save_network
from train.commands import evaluate
from train.evaluation.harness import registry
from train.evaluation.measures import audit

pytestmark = pytest.mark.usefixtures("shipped")


@pytest.fixture
def second(shipped, tiny_attributes, tmp_path, monkeypatch):
    """The second reader, too; returns where an audit keeps what it measures of each face."""
    save_network(shipped / "second_reader", "attributes", tiny.ATTRIBUTES, tiny_attributes)
    monkeypatch.setattr(audit, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(audit, "RUNS", 4)
    return tmp_path / "cache"


def test_an_audit_measures_nothing_else_and_goes_on_where_it_was(run, second, monkeypatch):
    places = (("noise_level",), registry.AUDIT)
    monkeypatch.setattr(evaluate, "TASKS", {"face": {place: registry.TASKS["face"][place] for place in places}})
    status, found = run("--audit")
    assert status == 0
    assert set(found["tiny"]["measured"]) == {"audit"}
    [kept] = second.iterdir()
    some, others = kept / "eyes-0.npz", kept / "noise-0.npz"
    some.unlink()
    before = others.stat().st_mtime_ns
    again = run("--audit")[1]["tiny"]
    assert again["audit"] == found["tiny"]["audit"]
    assert some.is_file()
    assert others.stat().st_mtime_ns == before


@pytest.mark.usefixtures("second")
def test_an_audit_leaves_all_other_figures_as_they_are(run, tmp_path, monkeypatch):
    places = (("noise_level",), registry.AUDIT)
    monkeypatch.setattr(evaluate, "TASKS", {"face": {place: registry.TASKS["face"][place] for place in places}})
    known = dict.fromkeys(("mean", "low", "high", "n"), 1)
    others = {
        "measured": {"noise_level": "of other weights"},
        "noise_level": {"10": {"error": known, "error_p90": known}},
    }
    (tmp_path / "results.json").write_text(json.dumps({"tiny": others}), "utf-8")
    found = run("--audit")[1]["tiny"]
    assert found["noise_level"] == others["noise_level"]
    assert set(found["measured"]) == {"noise_level", "audit"}
    assert found["measured"]["noise_level"] == "of other weights"


def test_an_audit_without_its_judges_is_one_sentence(run, capsys):
    assert run("--audit")[0] == 1
    assert "no weights of second" in capsys.readouterr().err


@pytest.mark.usefixtures("second")
def test_faces_that_are_named_as_utkface_names_them_are_audited_from_a_folder(run, pictures, tmp_path):
    folder = tmp_path / "faces"
    folder.mkdir()
    for number, picture in enumerate(pictures):
        (folder / f"{20 + number}_{number % 2}_{number % 5}_2017.jpg.chip.jpg").write_bytes(picture)
    status, found = run("--audit", data=folder)
    assert status == 0
    assert sum(found["tiny"]["audit"]["counts"]["label"].values()) == len(pictures)
