"""What a card's limits say of groups."""

from __future__ import annotations

from train.report import findings


def _asked(key: str, estimate: float, p_adjusted: float, **methods: float) -> dict:
    told = {"key": key, "question": f"How much {key}?", "unit": "points", "p_adjusted": p_adjusted}
    ends = {"estimate": estimate, "low": estimate - 1, "high": estimate + 1}
    beside = {name.replace("_", " "): {"mean": mean, "low": mean, "high": mean} for name, mean in methods.items()}
    return {**told, **ends, "methods": beside}


def test_an_answer_is_bold_where_chance_does_not_explain_it_and_no_proof_where_it_does():
    asked = [_asked("identity", -2.0, 0.4), _asked("drift", 3.3, 0.012, faithful=11.6, grey_bar=20.9)]
    lines = findings.render({"face": {"audit": {"faces": 1105, "headlines": asked}}}).splitlines()
    assert lines[0] == "Asked of 1,105 test faces, by their labels in UTKFace:"
    assert lines[2].startswith("- How much identity? -2.0 (-3.0 to -1.0) points, within what chance does (adj")
    assert lines[3] == "- How much drift? **+3.3 (+2.3 to +4.3) points**, beyond what chance does (adjusted p 0.012)."
    assert "the VAE +11.6 (+11.6 to +11.6); a grey bar and nothing filled in +20.9 (+20.9 to +20.9). Light" in lines[5]


def test_without_an_audit_it_says_that_nothing_is_known():
    assert findings.render({}) == findings.UNKNOWN
    assert "has not been measured" in findings.UNKNOWN
