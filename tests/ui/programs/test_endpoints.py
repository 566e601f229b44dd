"""What programs get: pictures in and out, one sentence for what cannot be done, and no file of theirs that stays."""

from pathlib import Path

import gradio as gr
import pytest
from PIL import Image

from facevae.latent.directions import editing_directions
from facevae.photos.writer import Encoded
from facevae.ui.components import program_files
from facevae.ui.programs import endpoints
from facevae.ui.tabs.sliders.endpoint import edit_endpoint
from facevae.ui.tabs.sliders.rows import LEADING, rows_of

PHOTO = Path(endpoints.__file__).parents[1] / "photo" / "example_photos" / "eileen-collins-photo.webp"


@pytest.fixture
def send(tmp_path, monkeypatch):
    """Put a file where Gradio would; returns what Gradio hands on of it."""
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))

    def put(data: bytes, name: str = "sent") -> dict:
        path = tmp_path / name
        path.write_bytes(data)
        return {"path": str(path)}

    return put


def pixels(answer: dict) -> Image.Image:
    return Image.open(answer["path"]).convert("RGB")


@pytest.mark.parametrize("of", [endpoints.restore_of, endpoints.denoise_of])
def test_a_photo_comes_back_in_its_size_and_the_sent_file_is_gone(model, send, of):
    sent = send(PHOTO.read_bytes())
    made = of(model)(sent)
    assert pixels(made).size == Image.open(PHOTO).size
    assert not Path(sent["path"]).exists()
    assert made["path"].endswith(".png")


def test_only_what_the_mask_marks_is_made_anew(model, send):
    before = Image.open(PHOTO).convert("RGB")
    mask = Image.new("L", before.size)
    left, top = before.width // 2, before.height // 3
    mask.paste(255, (left, top, left + 40, top + 40))
    drawn = send(b"", "mask")
    mask.save(drawn["path"], "PNG")
    after = pixels(endpoints.inpaint_of(model)(send(PHOTO.read_bytes()), drawn))
    rim = 8
    known = Image.new("L", before.size, 255)
    known.paste(0, (left - rim, top - rim, left + 40 + rim, top + 40 + rim))
    black = Image.new("RGB", before.size)
    assert Image.composite(after, black, known).tobytes() == Image.composite(before, black, known).tobytes()
    assert after.tobytes() != before.tobytes()


@pytest.mark.parametrize(("size", "words"), [((300, 100), "another shape"), (None, "marks nothing")])
def test_a_mask_that_cannot_be_used_is_one_sentence(model, send, size, words):
    drawn = send(b"", "mask")
    Image.new("L", size or Image.open(PHOTO).size).save(drawn["path"], "PNG")
    with pytest.raises(gr.Error, match=words):
        endpoints.inpaint_of(model)(send(PHOTO.read_bytes()), drawn)


def test_the_same_seed_is_the_same_face(model, send):
    sample = endpoints.sample_of(model)
    first, again, other = (pixels(sample(seed)) for seed in (3, 3, 4))
    assert first.tobytes() == again.tobytes() != other.tobytes()
    assert first.size == (model.image_size, model.image_size)


def test_a_description_counts_faces_and_bits_and_reads_an_age_only_when_asked(model, send):
    describe = endpoints.describe_of(model)
    told = describe(send(PHOTO.read_bytes()))
    assert (told["width"], told["height"]) == Image.open(PHOTO).size
    [face] = [face for face in told["faces"] if face["sure"]]
    assert set(face) == {"box", "points", "sure", "bits"}
    assert face["bits"] > 0
    [aged] = [face for face in describe(send(PHOTO.read_bytes()), age=True)["faces"] if face["sure"]]
    low, high = aged["age_range"]
    assert low < aged["age"] < high


def test_no_slider_leaves_the_photo_as_it_is_and_a_moved_one_changes_the_face(model, send):
    edit = edit_endpoint(model, rows_of(model), editing_directions(model, LEADING))
    before = Image.open(PHOTO).convert("RGB")
    assert pixels(edit(send(PHOTO.read_bytes()), {})).tobytes() == before.tobytes()
    after = pixels(edit(send(PHOTO.read_bytes()), {"smile": 2}))
    assert after.tobytes() != before.tobytes()
    assert after.getpixel((0, 0)) == before.getpixel((0, 0))
    with pytest.raises(gr.Error, match="no slider 'wings'"):
        edit(send(PHOTO.read_bytes()), {"wings": 1})


@pytest.mark.parametrize("of", [endpoints.restore_of, endpoints.denoise_of, endpoints.describe_of])
@pytest.mark.parametrize("sent", [None, "photo.jpg", {}, {"path": "/etc/hostname"}, {"path": "../../etc/hostname"}])
def test_what_is_no_file_of_this_process_is_refused_and_stays(model, send, of, sent):
    with pytest.raises(gr.Error, match="must be a picture file"):
        of(model)(sent)
    assert Path("/etc/hostname").exists()


@pytest.mark.parametrize(
    ("of", "options", "words"),
    [
        (endpoints.restore_of, {"style": "sharp"}, "style is 'sharp'"),
        (endpoints.denoise_of, {"sigma": 900}, "sigma must be a number"),
        (endpoints.denoise_of, {"strength": "much"}, "strength must be a number"),
    ],
)
def test_a_wrong_setting_is_one_sentence_and_the_sent_file_is_gone(model, send, of, options, words):
    sent = send(PHOTO.read_bytes())
    with pytest.raises(gr.Error, match=words):
        of(model)(sent, **options)
    assert not Path(sent["path"]).exists()


def test_a_damaged_file_is_one_sentence_and_is_removed(model, send):
    sent = send(PHOTO.read_bytes()[:300])
    with pytest.raises(gr.Error, match="damaged or was cut off"):
        endpoints.describe_of(model)(sent)
    assert not Path(sent["path"]).exists()


def test_nothing_is_written_outside_the_folder_of_the_process(send, tmp_path):
    made = program_files.answer(Encoded(b"123", "image/png", ".png"), "made")
    assert tmp_path.resolve() in Path(made["path"]).parents
    assert (made["orig_name"], made["mime_type"]) == ("made.png", "image/png")
