"""The front matter of the model card."""

from __future__ import annotations

import yaml

from train.report import model_index


def test_every_figure_is_the_mean_of_its_section_with_interval_and_faces(scores, figure, about):
    methods = {"vae": scores(30.046, 0.9, 300)}
    face = {
        "about": about("face"),
        "reconstruction": {"vae": scores(27.5, 0.8)},
        "denoising": {"50": methods, "75": {"vae": scores(1, 0)}},
        "inpainting": {"centre-box": {"vae": {"inside": methods["vae"]}}},
        "combined": methods,
        "identity": {"photos": 1105, "denoised-75": {"real": {"found": figure(0.91)}}},
    }
    read = {kind: {"accuracy": figure(0.9)} for kind in ("gender", "ethnicity")}
    found = {"face": face, "face_reader": {"recognition": read | {"age": {"absolute_error": figure(4.925, 0.3)}}}}
    (model,) = yaml.safe_load(model_index.render(found))["model-index"]
    assert model["name"] == "FaceVAE"
    told = {metric["name"]: metric["value"] for result in model["results"] for metric in result["metrics"]}
    assert told["A face from 256 numbers, PSNR in dB; 95 % interval 27.30 to 27.70, 1,000 faces"] == 27.5
    assert told["Noise of 50/255 removed, PSNR in dB; 95 % interval 29.85 to 30.25, 300 faces"] == 30.05
    assert [value for name, value in told.items() if name.startswith("Age")] == [4.92]
    assert len(told) == 8
    assert {result["dataset"]["split"] for result in model["results"]} == {"test"}
    assert not any("thnicity" in name for name in told)


def test_without_figures_there_is_none():
    assert model_index.render({}) == ""
