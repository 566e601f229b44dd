"""A controlled experiment: does it matter who is in the training data?"""
