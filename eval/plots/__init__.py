"""Plots of an evaluation, one a file.

Knows: that they exist. Must not know: anything else.
"""
