"""How fast the app answers, as ratios and differences within one run; not part of the tests."""
