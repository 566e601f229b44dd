import app


def test_a_missing_model_is_one_sentence(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("FACEVAE_MODEL", str(tmp_path / "nothing"))
    assert app.main() == 1
    message = capsys.readouterr().err
    assert message.startswith("FaceVAE cannot start: ")
    assert "nothing" in message
    assert message.count("\n") == 1
