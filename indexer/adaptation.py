"""Confidence fitted to one help center, halfway between what others teach and what it shows.

Knows: what a rehearsal claimed, how to blend two fits.
Must not know: how questions are asked.

The half of its own says what tells answers from the rest here; how sure that is stays at the
level that was fitted on real questions of other help centers, since phrasings are easier to
answer than what customers write.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from indexer.calibrate import Confidence
from indexer.logistic import Floats, can_learn, logistic
from indexer.reference import Claims, curve
from indexer.rehearsal import Claimed

ENOUGH = 100
"""Questions of each kind below which the fit of other help centers is kept."""

FEWEST = 50
"""Offers below which a threshold promises nothing."""

NEAR = 0.5
"""How right a wrong article counts where there is a right one: 0 would fit what is right
alone, 1 what is in scope alone; half of each costs neither much."""


def adapted(known: Confidence, found: Sequence[Claimed]) -> Confidence | None:
    """`known`, fitted to a rehearsal, with its own reference curve; None if that was too
    short, or shows nothing, or without scikit-learn (`pip install answerbot[index]`)."""
    kinds = [[one for one in found if one.inside is inside] for inside in (True, False)]
    if min(map(len, kinds)) < ENOUGH or not can_learn():
        return None
    fitted = _blended(known, found)
    measured = curve([_claims(fitted, kind) for kind in kinds], fewest=FEWEST)
    if not measured.points:
        return None
    return replace(fitted, curve=replace(measured, own=len(found)))


def _blended(known: Confidence, found: Sequence[Claimed]) -> Confidence:
    """The mean of both logits; the gap behind the first article stays as it was."""
    names = [name for name in known.weights if name != "gap"]
    answered = [one for one in found if one.features is not None]
    right = np.array([one.right for one in answered], float)
    inside = np.array([one.inside for one in answered], bool)
    if not right.any() or inside.all():
        return known
    x = np.array([[one.features[name] for name in names] for one in answered if one.features])
    shipped = np.array([known.weights[name] for name in names])
    own, bias = logistic(x, np.where(right > 0, right, NEAR * inside), _weights(inside))
    level, shift = _level(x @ own + bias, x @ shipped + known.bias)
    weights = (level * own + shipped) / 2
    return replace(
        known,
        bias=round(float(level * bias + shift + known.bias) / 2, 4),
        weights=dict(known.weights)
        | {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)},
    )


def _weights(inside: NDArray[np.bool_]) -> Floats:
    """Both kinds weigh the same; 1 on average."""
    share = np.where(inside, inside.mean(), 1 - inside.mean())
    return np.asarray(0.5 / share)


def _level(own: Floats, shipped: Floats) -> tuple[float, float]:
    """The scale and shift that bring `own` nearest to `shipped`, by least squares; a scale
    below zero, where the two contradict each other, is zero."""
    spread = float(own.var())
    scale = (
        float(np.mean((own - own.mean()) * (shipped - shipped.mean()))) / spread if spread else 0
    )
    scale = max(0.0, scale)
    return scale, float(shipped.mean() - scale * own.mean())


def _claims(model: Confidence, found: Sequence[Claimed]) -> Claims:
    said = [one for one in found if one.features is not None]
    return Claims(
        "own",
        np.array([model.of(one.features) for one in said if one.features], float),
        np.array([one.right for one in said], bool),
        len(found),
    )
