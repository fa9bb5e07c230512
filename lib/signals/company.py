"""Whose use says what is usual: accounts that an import brought along with others.

A median over accounts moves with every account that joins it. To keep a newcomer from
changing what others read, an account that an import brought alone is judged by what is
usual, but has no part in it. (No rule that treats all accounts alike can do that, unless
what is usual does not depend on the accounts at all.)
"""

import numpy as np

from lib.model import Snapshot
from lib.signals.counts import Bools
from lib.signals.once import once_a_snapshot

_NO_IMPORT = -1


@once_a_snapshot
def in_company(snapshot: Snapshot) -> Bools:
    """Say of each account whether the import that first brought it brought others too."""
    came_in = snapshot.came_in.reindex(snapshot.account_ids).fillna(_NO_IMPORT).to_numpy()
    batches, n = np.unique(snapshot.came_in.to_numpy(), return_counts=True)
    crowded = np.append(batches[n > 1], _NO_IMPORT)
    return np.isin(came_in, crowded)
