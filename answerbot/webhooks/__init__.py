"""Events out: what happens is told to other programs, signed, until they have it."""
