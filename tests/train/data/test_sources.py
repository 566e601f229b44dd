import os

import huggingface_hub
import pytest

from train import TrainError
from train.data import sources

ARCHIVES = ("tar", "tar.gz", "tar.xz", "zip")
FILES = {"set/b.jpg": b"second", "set/a.png": b"first", "set/more/c.JPEG": b"third"}
CONTENT = {"a.png": b"first", "b.jpg": b"second", "c.JPEG": b"third"}


def _read(path):
    return sources.from_folder(path) if path.is_dir() else sources.from_archive(path)


@pytest.mark.parametrize("kind", [*ARCHIVES, "folder"])
def test_every_file_comes_with_its_name_and_content(pack, kind):
    assert dict(_read(pack(FILES, kind))) == CONTENT


@pytest.mark.parametrize("kind", [*ARCHIVES, "folder"])
def test_no_pictures_come_without_content_and_hidden_files_not_at_all(pack, kind):
    files = {
        "a.jpg": b"x",
        "empty.jpg": b"",
        "README.txt": b"x",
        ".DS_Store": b"x",
        "__MACOSX/._a.jpg": b"x",
        ".git/b.jpg": b"x",
    }
    assert dict(_read(pack(files, kind))) == {"a.jpg": b"x", "empty.jpg": None, "README.txt": None}


@pytest.mark.parametrize("kind", [*ARCHIVES, "folder"])
def test_a_file_above_the_limit_is_not_read(pack, kind, monkeypatch):
    monkeypatch.setattr(sources, "MAX_BYTES", 5)
    assert dict(_read(pack({"small.jpg": b"12345", "large.jpg": b"123456"}, kind))) == {
        "small.jpg": b"12345",
        "large.jpg": None,
    }


@pytest.mark.parametrize("kind", ARCHIVES)
def test_the_kind_of_archive_is_told_from_the_content(pack, kind):
    path = pack(FILES, kind)
    assert dict(sources.from_archive(path.rename(path.with_name("download")))) == CONTENT


@pytest.mark.parametrize("kind", ARCHIVES)
def test_an_archive_cut_off_anywhere_is_an_error(pack, kind):
    path = pack({f"{number}.jpg": os.urandom(700) for number in range(4)}, kind)
    whole = path.read_bytes()
    # The last 8 kB of a plain tar are padding; nothing is lost without them.
    end = len(whole.rstrip(b"\0")) if kind == "tar" else len(whole) - 1
    for length in [0, 1, 511, 512, 600, 1536, 2048, 2060, end // 2, end]:
        path.write_bytes(whole[:length])
        with pytest.raises(TrainError, match="cannot be read to its end"):
            list(sources.from_archive(path))


@pytest.mark.parametrize("kind", [kind for kind in ARCHIVES if kind != "tar"])  # it has checksums in its headers only
def test_flipped_bytes_in_a_packed_archive_are_an_error(pack, kind):
    path = pack({"a.jpg": os.urandom(5000)}, kind)
    damaged = bytearray(path.read_bytes())
    damaged[2000:2010] = bytes(255 - byte for byte in damaged[2000:2010])
    path.write_bytes(damaged)
    with pytest.raises(TrainError, match="damaged"):
        list(sources.from_archive(path))


@pytest.mark.parametrize("read", [sources.from_archive, sources.from_folder])
def test_what_is_not_there_is_named(tmp_path, read):
    with pytest.raises(TrainError, match=r"There is no .*nowhere"):
        list(read(tmp_path / "nowhere"))


def test_the_hub_is_asked_for_the_archive_of_the_data_set(pack, monkeypatch):
    asked = []

    def download(repo, file, *, repo_type):
        asked.append((repo, file, repo_type))
        return str(pack(FILES, "tar.gz"))

    monkeypatch.setattr(huggingface_hub, "hf_hub_download", download)
    assert dict(sources.from_hub("someone/faces")) == CONTENT
    assert dict(sources.from_hub()) == CONTENT
    assert asked == [
        ("someone/faces", "UTKFace.tar.gz", "dataset"),
        ("py97/UTKFace-Cropped", "UTKFace.tar.gz", "dataset"),
    ]


def test_no_network_is_one_sentence(monkeypatch):
    def download(*_, **__):
        raise ConnectionError("Name resolution failed.\nand a long trace")

    monkeypatch.setattr(huggingface_hub, "hf_hub_download", download)
    with pytest.raises(TrainError, match=r"^UTKFace.tar.gz of a/b could not be fetched .*: Name resolution failed\.$"):
        list(sources.from_hub("a/b"))
