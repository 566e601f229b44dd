"""Exit statuses, what is skipped, what is written, and what is said of each photo."""

from __future__ import annotations

import pytest
from PIL import Image

from facevae.batch.record import FILE
from tests.support import jobs


def _files(folder) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {FILE}


def _size(path) -> tuple[int, int]:
    with Image.open(path) as picture:
        return picture.size


def test_all_done_is_0_and_every_photo_has_a_line(run, put, out, capsys):
    one, two = put("a/one.jpg"), put("a/two.webp", jobs.LONG)
    assert run(one, two) == 0
    assert _files(out) == {"one.jpg", "two.png"}
    assert (_size(out / "one.jpg"), _size(out / "two.png")) == ((20, 24), jobs.LONG)
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == [f"[1/2] {one} -> {out / 'one.jpg'}: copied", f"[2/2] {two} -> {out / 'two.png'}: copied"]
    assert lines[2].startswith("2 of 2 photos done (1 needed no change); ")


def test_a_broken_photo_stops_none_and_is_one_sentence(run, put, out, capsys):
    photos = [put("one.jpg"), put("broken.jpg"), put("two.jpg")]
    photos[1].write_bytes(photos[1].read_bytes()[:100])
    assert run(*photos) == 1
    assert _files(out) == {"one.jpg", "two.jpg"}
    said = capsys.readouterr()
    assert said.err == f"{photos[1]}: This picture is damaged or was cut off; please try another copy of it.\n"
    assert said.out.splitlines()[-1].startswith("2 of 3 photos done, 1 failed; ")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", r"This file is empty \(0 bytes\); please choose another one."),
        (b"<html>", "This file is a web page, not a photo;"),
        (b"%!PS-Adobe", "This file is not a picture that can be read here;"),
        (None, r"There is no file called odd.jpg."),
    ],
)
def test_what_is_no_photo_is_one_sentence(run, put, tmp_path, content, sentence, capsys):
    odd = tmp_path / "odd.jpg"
    if content is not None:
        odd.write_bytes(content)
    assert run(put("one.jpg"), odd) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"{odd}: ")
    assert sentence.replace("\\", "") in error
    assert error.count("\n") == 1


def test_whatever_goes_wrong_with_a_photo_the_others_go_on(run, put, out, capsys):
    assert run(put("one.png"), put("two.png", jobs.FATAL), put("zoo.png"), job=jobs.OutOfMemory()) == 1
    assert _files(out) == {"one.png", "zoo.png"}
    assert capsys.readouterr().err.endswith("two.png: It could not be done: MemoryError\n")


def test_what_is_done_is_skipped_and_the_rest_made(run, put, out, capsys):
    one, two = put("one.png"), put("two.png")
    assert run(one) == 0
    before = (out / "one.png").stat().st_mtime_ns
    assert run(one, two) == 0
    assert (out / "one.png").stat().st_mtime_ns == before
    assert capsys.readouterr().out.splitlines()[-1].startswith("1 of 2 photos done, 1 done before; ")


def test_a_result_that_was_removed_is_made_again(run, put, out):
    one = put("one.png")
    assert run(one) == 0
    (out / "one.png").unlink()
    assert run(one) == 0
    assert _files(out) == {"one.png"}


@pytest.mark.parametrize("change", ["photo", "settings", "program"])
def test_another_photo_or_other_settings_are_never_taken_for_done(run, put, out, change, capsys):
    one, job = put("one.png"), jobs.Copy()
    if change == "program":
        put("out/one.png", (40, 40))
    else:
        assert run(one) == 0
    before = (out / "one.png").read_bytes()
    if change == "photo":
        one = put("other/one.png", (30, 30))
    elif change == "settings":
        job = jobs.Interrupted()
    assert run(one, job=job) == 1
    assert (out / "one.png").read_bytes() == before
    assert f"{out / 'one.png'} is there, from another photo or with other settings; --ov" in capsys.readouterr().err
    assert run(one, job=job, overwrite=True) == 0
    assert _size(out / "one.png") == ((30, 30) if change == "photo" else (20, 24))


def test_a_photo_is_never_written_to(run, put, out, capsys):
    one = put("out/one.png")
    before = one.read_bytes()
    for overwrite in (False, True):
        assert run(one, overwrite=overwrite) == 1
        assert "one of the photos to be read; choose another folder" in capsys.readouterr().err
    assert one.read_bytes() == before
    assert _files(out) == {"one.png"}


def test_fewer_results_than_before_leave_none_of_the_old(run, put, out):
    one, two = put("one.png"), put("one-2.png")
    assert run(one, two, job=jobs.CopyNumbered(3)) == 0
    assert _files(out) == {*(f"one-{n}.png" for n in (1, 2, 3)), *(f"one-2-{n}.png" for n in (1, 2, 3))}
    assert run(one, job=jobs.CopyNumbered(1), overwrite=True) == 0
    assert _files(out) == {"one-1.png", *(f"one-2-{n}.png" for n in (1, 2, 3))}


def test_ctrl_c_leaves_whole_files_and_the_same_command_goes_on(run, put, out, capsys):
    photos = [put("one.png"), put("two.png", jobs.FATAL), put("zoo.png")]
    assert run(*photos, job=jobs.Interrupted()) == 130
    assert _files(out) == {"one.png"}
    said = capsys.readouterr()
    assert said.err == "Stopped; the same command goes on from here.\n"
    assert said.out.splitlines()[-1].startswith("1 of 3 photos done, 2 not begun; ")
    put("two.png")
    assert run(*photos, job=jobs.Interrupted()) == 0
    assert _files(out) == {"one.png", "two.png", "zoo.png"}


def test_a_record_that_was_cut_off_or_changed_does_no_harm(run, put, out, tmp_path):
    one, precious = put("one.png"), put("precious.png")
    assert run(one) == 0
    record = out / FILE
    lines = record.read_text("utf-8")
    record.write_text(lines + '{"of": "one", "key": "", "files": ["../precious.png"]}\n[]\n' + lines[:40])
    assert run(one) == 0
    assert run(one, overwrite=True) == 0
    assert precious.is_file()


def test_a_file_that_cannot_be_written_is_one_sentence(run, put, out, capsys):
    (out / "a").mkdir(parents=True)
    (out / "a" / "x").write_text("a file where a folder is needed")
    put("in/a/x/one.png"), put("in/two.png")
    assert run(out.parent / "in") == 1
    assert "cannot be written: " in capsys.readouterr().err
    assert "two.png" in _files(out)


def test_results_need_a_folder(run, put, out):
    out.write_text("")
    with pytest.raises(ValueError, match="is a file; give a folder for the results"):
        run(put("one.png"))


@pytest.mark.slow
def test_several_processes_make_the_same_bytes_and_lose_none(run, put, out, tmp_path, capsys):
    photos = [put(f"{name}.jpg", (60, 40), name) for name in ("red", "green", "blue", "white")]
    assert run(*photos) == 0
    expected = {path.name: path.read_bytes() for path in out.glob("*.jpg")}
    out.rename(tmp_path / "before")
    assert run(*photos, put("fatal.jpg", jobs.FATAL), job=jobs.Fatal(), workers=2) == 1
    assert {path.name: path.read_bytes() for path in out.glob("*.jpg")} == expected
    assert "fatal.jpg: The process that worked on it ended at once" in capsys.readouterr().err
