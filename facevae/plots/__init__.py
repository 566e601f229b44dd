"""Figures made of results: curves, heat maps, sheets of faces. Nothing is computed here."""
