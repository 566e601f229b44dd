"""The figures of the front page."""

from __future__ import annotations

from train.report import highlights


def test_every_figure_is_the_mean_of_its_section(scores, figure, about):
    methods = {"vae": scores(30.04, 0.9), "eigenfaces": scores(28.96, 0.8), "mean": scores(26, 0.7)}
    looks = {look: {"all": {"found": figure(share)}} for look, share in (("again", 0.98), ("once", 0.95))}
    face = {
        "about": about("face"),
        "reconstruction": {"vae": scores(27.5, 0.8), "pca": scores(26.8, 0.78)},
        "denoising": {"50": methods},
        "inpainting": {"centre-box": {name: {"inside": own} for name, own in methods.items()}},
        "combined": methods,
        "realism": {
            use: {"detail": {"real": {"median": 0.96}, "faithful": {"median": 0.58}}}
            for use in ("decoded", "eyes-plausible")
        },
        "identity": {"photos": 1105, "denoised-75": {"real": {"found": figure(0.91)}}},
        "alignment": {"looks": looks},
    }
    read = {"gender": {"accuracy": figure(0.918)}, "age": {"absolute_error": figure(4.925)}}
    lines = highlights.render({"face": face, "face_reader": {"recognition": read}}).splitlines()
    assert lines[2:] == [
        "| A face from 256 numbers, PSNR | 27.5 dB | PCA: 26.8 dB |",
        "| Noise of 50/255 removed, PSNR | 30.0 dB | best linear: 29.0 dB, mean filter: 26.0 dB |",
        "| Hole of half the side filled, inside it, PSNR | 30.0 dB | best linear: 29.0 dB |",
        "| Noise of 50/255 and such a hole at once, PSNR | 30.0 dB | best linear: 29.0 dB |",
        "| Fine detail of a face from such numbers, the true one's = 1 | 0.96 | faithful: 0.58 |",
        "| Fine detail of filled eyes, the true one's = 1 | 0.96 | faithful: 0.58 |",
        "| Noise of 75/255 removed, the nearest of 1,105 photos is the right one | 91.0 % |  |",
        "| Faces found in photos, turned by up to 50 degrees | 98.0 % | one look: 95.0 % |",
        "| Gender read as labelled | 91.8 % |  |",
        "| Age read, mean error | 4.92 years |  |",
    ]


def test_what_was_not_measured_is_left_out():
    assert len(highlights.render({}).splitlines()) == 2
