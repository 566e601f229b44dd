"""Methods of measuring, and baselines that only the evaluation needs."""
