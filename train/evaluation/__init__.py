"""What `python -m train evaluate` measures, on which faces, and where the figures go."""
