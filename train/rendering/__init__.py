"""Markdown made from results.json: one module for each suite of measurements."""
