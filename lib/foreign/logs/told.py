"""How far the reading process is, said often enough and never in a rush."""

import time
from collections.abc import Callable

from lib.foreign.wire import Teller

Share = Callable[[float], None]
_TOLD_SECONDS = 0.1


def shares_of(teller: Teller) -> Share:
    """Return what tells the share of the work that is done.

    Nobody listens to a process whose server is gone: then telling fails, and the process ends.
    """
    last = 0.0

    def share(done: float) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last > _TOLD_SECONDS:
            last = now
            teller.say(share=round(done, 4))
            teller.flush()

    return share
