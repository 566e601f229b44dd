"""Measuring a model, from the command line down to single figures."""

from __future__ import annotations

import json
import re

import pytest
import torch

from facevae import FaceVae, restore
from train import __main__ as program
from train.commands import evaluate
from train.evaluation.harness import registry, subject
from train.evaluation.harness.heldout_faces import HeldoutFaces
from train.evaluation.measures import denoising

pytestmark = pytest.mark.usefixtures("shipped")


@pytest.fixture
def heldout(make_faces):
    """Three faces and no mean face."""
    pixels = (make_faces(3, seed=1) * 255).round().to(torch.uint8)
    return HeldoutFaces(pixels, None, 0, "made up")


@pytest.fixture
def few_sections(monkeypatch):
    """Measure only one section of each kind, to save time."""
    places = (("reconstruction",), ("denoising", "150"), ("inpainting", "strokes"))
    monkeypatch.setattr(evaluate, "TASKS", {"face": {place: registry.TASKS["face"][place] for place in places}})


def _summaries(section):
    """All figures in a section, those of pairs of methods too."""
    if not isinstance(section, dict):
        return
    if {"mean", "low", "high", "n"} <= set(section):
        yield section
    else:
        for inner in section.values():
            yield from _summaries(inner)


@pytest.mark.slow
def test_every_section_is_measured_on_every_face_with_an_interval(run, tmp_path, tiny_model):
    (tmp_path / "results.json").write_text('{"other": {"about": {}}}', "utf-8")
    status, found = run()
    assert status == 0
    assert found["other"] == {"about": {}}
    entry = found["tiny"]
    # There is no second reader to audit with.
    assert set(entry["measured"]) == {"/".join(place) for place in registry.TASKS["face"]} - {"audit"}
    assert list(entry["denoising"]) == ["25", "50", "75", "100", "150"]
    expected = {*denoising.methods(tiny_model), "noisy", "mean-best", "eigenfaces-full"}
    for methods in entry["denoising"].values():
        assert set(methods) == expected
        assert set(methods["vae"]["above"]) == expected - {"vae", "noisy"}
    assert set(entry["inpainting"]) == {"centre-box", "left-half", "strokes"}
    nine = {"vae-mean-of-9", "vae-one-of-9", "vae-best-of-9"}
    for methods in entry["inpainting"].values():
        assert set(methods) == {*restore.INPAINTERS, *nine}
    assert set(entry["reconstruction"]) == {"mean-face", "pca", "vae", "real"}
    assert set(entry["combined"]) == {"mean-face", "eigenfaces", "vae"}
    sections = ("reconstruction", "denoising", "inpainting", "combined", "diversity", "noise_level")
    figures = {name: list(_summaries(entry[name])) for name in sections}
    # Two metrics each: all methods and, per level, "vae" against all but itself and the noise, the full eigenfaces
    # against the compact; 3 holes in 2 parts, in which 3 pairs are compared; both at once in 3 ways and 2 pairs.
    assert len(figures["reconstruction"]) == 2 * 4
    assert len(figures["denoising"]) == 2 * 5 * (len(expected) + len(expected) - 2 + 1)
    assert len(figures["inpainting"]) == 2 * 3 * 2 * (len(restore.INPAINTERS) + 3 + 3)
    assert len(figures["combined"]) == 2 * (3 + 2)
    assert (len(figures["diversity"]), len(figures["noise_level"])) == (5, 2 * 6)
    for figure in (figure for some in figures.values() for figure in some):
        assert figure["n"] == 3
        assert figure["low"] <= figure["mean"] <= figure["high"]
    assert entry["speed"]["vae-plain"] == entry["alignment_speed"]["vae-plain"] == 1
    assert entry["alignment"]["looks"]["again"]["all"]["found"] == {"mean": 0, "low": 0, "high": 0, "n": 3}
    assert (entry["about"]["faces"], entry["about"]["image_size"]) == (3, 32)


@pytest.mark.usefixtures("few_sections")
def test_measuring_again_gives_the_same_figures(run):
    assert run() == run()


@pytest.mark.usefixtures("few_sections")
def test_resuming_measures_only_what_is_missing(run, tmp_path, monkeypatch):
    done = []
    real = evaluate.run_task

    def until_second(task, model, heldout):
        if len(done) == 1:
            raise KeyboardInterrupt
        done.append(task)
        return real(task, model, heldout)

    monkeypatch.setattr(evaluate, "run_task", until_second)
    with pytest.raises(KeyboardInterrupt):
        run()
    half = json.loads((tmp_path / "results.json").read_text("utf-8"))["tiny"]
    assert set(half) == {"about", "measured", "reconstruction"}
    monkeypatch.setattr(evaluate, "run_task", lambda task, *rest: done.append(task) or real(task, *rest))
    whole = run("--resume")[1]["tiny"]
    assert done == list(evaluate.TASKS["face"].values())
    assert whole["reconstruction"] == half["reconstruction"]


@pytest.mark.usefixtures("few_sections")
@pytest.mark.parametrize("change", ["weights", "faces"])
def test_other_weights_or_faces_are_not_resumed_from(run, save, tiny_model, change):
    before = run()[1]["tiny"]
    if change == "weights":
        tiny_model.vae.decoder.linear.bias.data += 0.1
        save()
    after = run("--resume", *(["--limit", "2"] if change == "faces" else []))[1]["tiny"]
    assert after["about"] != before["about"]
    assert after["reconstruction"]["vae"] != before["reconstruction"]["vae"]


@pytest.mark.usefixtures("few_sections")
def test_only_what_depends_on_changed_weights_is_measured_again(run, save, tiny_model, monkeypatch):
    before = run()[1]["tiny"]
    tiny_model.detail.head.bias.data += 0.1
    save()
    done = []
    real = evaluate.run_task
    monkeypatch.setattr(evaluate, "run_task", lambda task, *rest: done.append(task) or real(task, *rest))
    after = run("--resume")[1]["tiny"]
    assert done == [registry.TASKS["face"]["reconstruction",]]
    assert after["reconstruction"]["real"] != before["reconstruction"]["real"]
    assert {key: after[key] for key in ("denoising", "inpainting")} == {
        key: before[key] for key in ("denoising", "inpainting")
    }


def test_all_measures_every_shipped_model_and_no_snapshot(prepare, tmp_path, capsys):
    prepare()
    file = tmp_path / "all.json"
    assert program.main(["evaluate", "--all", "--data", str(tmp_path), "--json", str(file)]) == 0
    found = json.loads(file.read_text("utf-8"))
    assert set(found) == {"attributes", "small"}
    assert set(found["attributes"]["recognition"]) == {"gender", "ethnicity", "age"}
    assert set(found["small"]["measured"]) == {"reconstruction", "likelihood", "distances"}
    said = capsys.readouterr().out
    assert "(2 of 2)" in said
    assert re.fullmatch(r"Took \d+ s \(attributes\), \d+ s \(study\)\.", said.splitlines()[-1])


@pytest.mark.parametrize("arguments", [[], ["face", "--all"]])
def test_one_model_or_all_has_to_be_said(arguments, capsys):
    assert program.main(["evaluate", *arguments, "--json", "x.json"]) == 1
    assert "either a model, --all or --audit" in capsys.readouterr().err


def test_a_model_alone_needs_a_file_for_its_figures(save, capsys):
    assert program.main(["evaluate", str(save())]) == 1
    assert "--json FILE" in capsys.readouterr().err


def test_reading_faces_without_labels_is_one_sentence(shipped, pack, pictures, tmp_path, capsys):
    archive = pack({"a.png": pictures[0]}, "zip")
    arguments = ["evaluate", str(shipped / "attributes"), "--data", str(archive), "--json", str(tmp_path / "x.json")]
    assert program.main(arguments) == 1
    assert "carry no labels" in capsys.readouterr().err


@pytest.mark.usefixtures("few_sections")
def test_the_entry_has_the_name_of_the_recipe(run, save):
    save({"recipe": {"name": "face"}})
    assert set(run()[1]) == {"face"}


def test_without_a_restorer_the_rest_is_measured(tiny_vae, heldout):
    bare = FaceVae(tiny_vae)
    tested = subject.Subject("bare", "face", bare, 32, {"vae": "", "eyes": ""}, {})
    can = {place: task for place, task in registry.TASKS["face"].items() if set(task.needs) <= set(tested.weights)}
    found = {place: registry.run(task, tested, heldout) for place, task in can.items()}
    assert not {("combined",), ("diversity",)} & set(can)
    assert "vae" in found[("reconstruction",)]
    assert "vae-plain" in found[("denoising", "25")]
    assert "vae" not in found[("denoising", "25")]
    assert set(found[("inpainting", "strokes")]) == {"biharmonic", "mean-face", "vae-plain"}
    assert set(found[("speed",)]) == {"vae-plain", "decode"}
    assert found[("memorisation",)] == {}


@pytest.mark.parametrize(
    ("kind", "sections"),
    [
        ("local_wiener", 11),
        ("eigenfaces", 15),
        ("dncnn", 7),
        ("detail", 9),
        ("prior", 4),
        ("detector", 2),
        ("judge", 4),
        ("recogniser", 2),
        ("reader", 1),
    ],
)
def test_new_weights_of_a_kind_change_the_sections_that_use_them(tiny_model, heldout, kind, sections):
    before = subject.Subject("tiny", "face", tiny_model, 32, {"vae": "a", kind: "b"}, {})
    after = subject.Subject("tiny", "face", tiny_model, 32, {"vae": "a", kind: "c"}, {})
    changed = [
        place
        for place, task in registry.TASKS["face"].items()
        if task.fingerprint(before, heldout) != task.fingerprint(after, heldout)
    ]
    assert len(changed) == sections


def test_another_order_of_searches_is_measured_again(tiny_model, heldout, monkeypatch):
    tested = subject.Subject("tiny", "face", tiny_model, 32, {"vae": "a", "detector": "b"}, {})
    before = {place: task.fingerprint(tested, heldout) for place, task in registry.TASKS["face"].items()}
    monkeypatch.setattr(registry, "SEARCHES", registry.SEARCHES[::-1])
    changed = {
        place for place, task in registry.TASKS["face"].items() if task.fingerprint(tested, heldout) != before[place]
    }
    assert changed == {("alignment",), ("alignment_speed",)}


@pytest.mark.parametrize(
    ("options", "status", "sentence"),
    [
        ({"model": "nowhere"}, 2, "There is no folder nowhere with weights"),
        ({"data": "nothing.parquet"}, 1, "There is no nothing.parquet"),
        ({"data": "nothing.zip"}, 1, "There is no nothing.zip"),
    ],
)
def test_what_is_missing_is_one_sentence(run, capsys, options, status, sentence):
    assert run(**options) == (status, None)
    error = capsys.readouterr().err.splitlines()[-1]
    assert error.startswith(sentence)


def test_prepared_faces_that_do_not_fit_are_one_sentence(run, prepare, capsys):
    assert run(data=prepare(splits=["train"] * 7)) == (1, None)
    assert "no face in its test split" in capsys.readouterr().err
    assert run(data=prepare(size=64)) == (1, None)
    assert "faces of 64 pixels; the model needs 32" in capsys.readouterr().err
    assert run("--limit", "0") == (2, None)
    assert "--limit is 0" in capsys.readouterr().err


@pytest.mark.parametrize("content", ["{", "[]", '{"face": 1}'])
def test_another_kind_of_file_is_not_overwritten(tmp_path, run, capsys, content):
    file = tmp_path / "results.json"
    file.write_text(content, "utf-8")
    status = program.main(["evaluate", str(tmp_path / "tiny"), "--json", str(file)])
    assert status == 1
    assert "name another file" in capsys.readouterr().err
    assert file.read_text("utf-8") == content


def test_a_place_that_cannot_be_written_to_is_one_sentence(run, tmp_path, capsys):
    (tmp_path / "file").write_text("x", "utf-8")
    assert run(file=tmp_path / "file" / "results.json")[0] == 1
    assert "file" in capsys.readouterr().err.splitlines()[-1]
