"""Recipes: one small TOML file a model, read strictly."""
