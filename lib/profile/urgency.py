"""Which file to complete first: what it lacks, how much ARR hangs on it, how near the renewal."""

import numpy as np
import pandas as pd

NEAR_DAYS, SOON_DAYS = 90, 180
_NEAR, _SOON, _LATER = 1.0, 0.5, 0.25


def urgency(files: pd.DataFrame) -> pd.Series:
    """Return the weight that is missing × ARR × nearness of the renewal, for every row.

    Nearness is 1 within 90 days, 0.5 within 180, else 0.25, also where the end of the term
    is unknown. An unknown ARR counts as the median of the others: unknown is not small.

    >>> urgency(pd.DataFrame({"completeness": [0.5, 1.0], "arr": [1000.0, 9000.0],
    ...                       "renewal_days": [30.0, 30.0]})).tolist()
    [500.0, 0.0]
    """
    days = files["renewal_days"].to_numpy(dtype=np.float64)
    near = np.select([days <= NEAR_DAYS, days <= SOON_DAYS], [_NEAR, _SOON], _LATER)
    value = files["arr"].astype("float64")
    middle = float(value.median())
    return (1 - files["completeness"]) * value.fillna(0.0 if np.isnan(middle) else middle) * near
