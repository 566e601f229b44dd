import errno
import hashlib
import pkgutil
from collections import Counter

import pyarrow.parquet as pq
import pytest
import torch
from PIL import ImageOps

from facevae import photos
from tests.support.pictures import saved
from train import __main__ as program
from train.commands import prepare
from train.data import parquet as faceset


@pytest.fixture
def files(make_jpeg, make_picture):
    """Twelve files, eight faces: two byte-identical copies, a mirror image, a broken name, and two that are none."""
    files = {f"set/{20 + seed}_{seed % 2}_{seed % 5}_2017.jpg.chip.jpg": make_jpeg(seed) for seed in range(6)}
    files["set/20_0_0_2018.jpg.chip.jpg"] = make_jpeg(0)
    files["set/19_1_0_2017.jpg.chip.jpg"] = make_jpeg(1)
    files["set/99_1_1_2017.jpg.chip.jpg"] = saved(ImageOps.mirror(make_picture(0)), "JPEG", quality=80)
    files["set/61_1_2017.jpg.chip.jpg"] = make_jpeg(7)
    files["set/30_1_1_2017.jpg.chip.jpg"] = make_jpeg(8)[:200]
    files["set/README.txt"] = b"about the faces"
    return files


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


def _prepare(source, out, *more):
    flag = "--folder" if source.is_dir() else "--archive"
    return program.main(["prepare", flag, str(source), "--out", str(out), "--size", "32", *more])


def test_copies_are_dropped_and_labels_read(pack, files, out):
    assert _prepare(pack(files, "tar.gz"), out) == 0
    faces = faceset.load(out / "faces-32.parquet")
    labels = {name: row for name, *row in zip(faces.names, faces.age, faces.gender, faces.ethnicity, strict=True)}
    assert len(faces) == len(labels) == 8
    assert labels["25_1_0_2017.jpg.chip.jpg"] == [25, 1, 0]
    assert labels["99_1_1_2017.jpg.chip.jpg"] == [99, 1, 1]
    # Of two copies the name that sorts first counts.
    assert labels["20_0_0_2017.jpg.chip.jpg"] == [20, 0, 0]
    assert labels["19_1_0_2017.jpg.chip.jpg"] == [19, 1, 0]
    age, gender, ethnicity = labels["61_1_2017.jpg.chip.jpg"]
    assert age.isnan()
    assert gender == ethnicity == -1


def test_near_copies_share_group_and_split(pack, files, out):
    _prepare(pack(files, "zip"), out)
    faces = faceset.load(out / "faces-32.parquet")
    group, split = (
        dict(zip(faces.names, faces.groups.tolist(), strict=True)),
        dict(zip(faces.names, faces.splits, strict=True)),
    )
    one, other = "20_0_0_2017.jpg.chip.jpg", "99_1_1_2017.jpg.chip.jpg"
    assert group[one] == group[other]
    assert split[one] == split[other]
    assert len(set(group.values())) == 7


def test_pictures_are_the_photos_squares(pack, make_picture, out):
    # Grey, because WebP stores colour at half the resolution.
    picture = make_picture(3, 100).crop((0, 0, 100, 80)).convert("L").convert("RGB")
    _prepare(pack({"1_0_0_1.png": saved(picture, "PNG")}, "folder"), out, "--quality", "100")
    stored = faceset.load(out / "faces-32.parquet").faces
    expected = photos.to_faces(picture, 32)
    assert (stored / 255 - expected).abs().mean() < 0.02


def test_the_table_says_what_was_found_dropped_and_written(pack, files, out, capsys):
    _prepare(pack(files, "tar"), out)
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "Found 12 files" in lines
    assert "Dropped 1 no pictures: README.txt" in lines
    assert "1 pictures that cannot be decoded: 30_1_1_2017.jpg.chip.jpg" in lines
    assert any(line.startswith("2 byte-identical copies") for line in lines)
    assert any(line.startswith("1 of the kept carry other labels") for line in lines)
    assert "Written 8 faces" in lines
    assert "1 without labels, as the name is broken: 61_1_2017.jpg.chip.jpg" in lines
    assert "2 near-copies in 1 groups of up to 2 (1 pairs)" in lines
    counts = next(line.split()[1:] for line in lines if line.startswith("faces "))
    assert sum(map(int, counts)) == 8


def test_every_source_gives_the_same_file(pack, files, tmp_path):
    results = []
    for kind, order in (("tar.gz", files), ("zip", reversed(files)), ("folder", files)):
        _prepare(pack({name: files[name] for name in order}, kind), tmp_path / kind)
        results.append((tmp_path / kind / "faces-32.parquet").read_bytes())
    assert results[0] == results[1] == results[2]


def test_all_sizes_hold_the_same_faces(pack, files, out):
    assert program.main(["prepare", "--folder", str(pack(files, "folder")), "--out", str(out)]) == 0
    small, large = (faceset.load(out / f"faces-{size}.parquet") for size in prepare.SIZES)
    assert (small.faces.shape[-1], large.faces.shape[-1]) == prepare.SIZES
    assert (small.names, small.splits) == (large.names, large.splits)
    assert torch.equal(small.groups, large.groups)


def test_the_hub_is_read_by_default_from_the_usual_data_set(pack, files, out, monkeypatch):
    asked = []

    def download(repo, *_, **__):
        asked.append(repo)
        return pack(files, "tar.gz")

    monkeypatch.setattr("huggingface_hub.hf_hub_download", download)
    assert program.main(["prepare", "--hub", "--out", str(out), "--size", "32"]) == 0
    assert asked == ["py97/UTKFace-Cropped"]
    assert len(faceset.load(out / "faces-32.parquet")) == 8


def test_splits_are_dealt_in_their_shares():
    dealt = Counter(
        prepare.choose_split(hashlib.sha256(bytes([high, low])).digest()) for high in range(80) for low in range(256)
    )
    total = sum(dealt.values())
    for split, share in prepare.SHARES.items():
        assert dealt[split] / total == pytest.approx(share, abs=0.01)


def test_a_split_is_the_same_on_every_machine():
    # By hand: SHA-256 of the salt and 32 zeros starts with the number `place`, below 0.9 of its range.
    place = hashlib.sha256(b"facevae split 1" + bytes(32)).hexdigest()[:2]
    assert int(place, 16) < 0.9 * 256
    assert prepare.choose_split(bytes(32)) == "train"


def test_a_face_keeps_its_split_when_others_leave(pack, files, tmp_path):
    _prepare(pack(files, "tar"), tmp_path / "all")
    some = {name: data for name, data in files.items() if name.startswith("set/2")}
    _prepare(pack(some, "zip"), tmp_path / "some")
    everyone, few = (faceset.load(tmp_path / name / "faces-32.parquet") for name in ("all", "some"))
    before, after = (dict(zip(faces.names, faces.splits, strict=True)) for faces in (everyone, few))
    alone = [name for name in after if not name.startswith(("20_", "21_"))]
    assert len(alone) == 4
    assert all(before[name] == after[name] for name in alone)


def _fails(source, out, capsys, *more):
    """Prepare, expecting failure; return its sentence."""
    assert _prepare(source, out, *more) == 1
    assert not out.exists() or list(out.iterdir()) == []
    sentence = capsys.readouterr().err.splitlines()[-1]
    assert "Traceback" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_a_cut_off_archive_writes_nothing(pack, files, out, capsys):
    path = pack(files, "tar.gz")
    path.write_bytes(path.read_bytes()[:-3000])
    assert "cut off" in _fails(path, out, capsys)


def test_an_empty_folder_writes_nothing(pack, out, capsys):
    assert "No readable picture" in _fails(pack({}, "folder"), out, capsys)


def test_a_folder_without_pictures_writes_nothing(pack, out, capsys):
    source = pack({"a.txt": b"x", "b.jpg": b"not a JPEG"}, "folder")
    assert "No readable picture was found (2 files" in _fails(source, out, capsys)


def test_a_full_disk_writes_nothing(pack, files, out, capsys, monkeypatch):
    def write(table, file, **_):
        file.write(b"half a file")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pq, "write_table", write)
    assert "disk is full" in _fails(pack(files, "tar"), out, capsys)


@pytest.mark.parametrize("more", [("--size", "4"), ("--size", "99999"), ("--quality", "0"), ("--quality", "101")])
def test_senseless_options_are_refused_before_work_starts(pack, files, out, capsys, more, monkeypatch):
    monkeypatch.setattr(prepare, "collect", lambda *_, **__: pytest.fail("work has started"))
    assert _prepare(pack(files, "tar"), out, *more) == 2
    assert more[0] in capsys.readouterr().err


def test_a_file_in_place_of_the_folder_is_refused(pack, files, tmp_path, capsys):
    (tmp_path / "taken").write_bytes(b"mine")
    assert _prepare(pack(files, "tar"), tmp_path / "taken") == 2
    assert "taken" in capsys.readouterr().err
    assert (tmp_path / "taken").read_bytes() == b"mine"


@pytest.mark.parametrize("arguments", [[], ["paint"], ["prepare"], ["prepare", "--hub", "--folder", "x"]])
def test_a_wrong_command_line_is_explained(arguments, capsys):
    with pytest.raises(SystemExit, match="2"):
        program.main(arguments)
    assert "usage" in capsys.readouterr().err


@pytest.mark.parametrize("name", program.COMMANDS)
def test_every_command_keeps_the_contract(name):
    module = pkgutil.resolve_name(f"train.commands.{name}")
    assert callable(module.add_arguments)
    assert callable(module.run)
