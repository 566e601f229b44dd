import app


def test_a_missing_model_is_one_sentence(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("FACEVAE_MODEL", str(tmp_path / "nothing"))
    assert app.main() == 1
    message = capsys.readouterr().err
    assert message.startswith("FaceVAE cannot start: ")
    assert "nothing" in message
    assert message.count("\n") == 1


def test_a_lecture_that_cannot_be_held_is_one_sentence(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(app.facevae, "load", lambda _: None)
    assert app.main(["--lecture", str(tmp_path / "none.toml")]) == 2
    message = capsys.readouterr().err
    assert message.startswith("none.toml cannot be read: ")
    assert message.count("\n") == 1
