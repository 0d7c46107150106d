"""Fitting the coefficients that ship: `python -m eval.fit`.

Knows: labelled folders, signals, scikit-learn.
Must not know: how signals are made.
"""
