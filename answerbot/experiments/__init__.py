"""Experiments: does the bot cause what its figures show? See docs/EXPERIMENTS.md."""
