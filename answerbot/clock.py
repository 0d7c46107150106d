"""What tells the time: passed in everywhere, so that tests decide it.

Knows: the type.
Must not know: any clock.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""The time, in UTC."""
