"""Groups by what is used: accounts that share their use alike over the product's features."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from lib.metrics.intervals import Floats
from lib.model import Snapshot
from lib.segments.used import used

LEAST_ACCOUNTS = 60
LEAST_GROUP = 30
_MOST_FEATURES = 10
_LEAST_USERS = 0.05
_HALF = 0.5  # a feature never used is rarer than could be seen, not impossible
_GROUPS = (2, 3, 4)
_STABLE = 0.8
_RESAMPLES = 8
_SHUFFLES = 99
_LEVEL = 0.02
_SEED = 20_261_122
Labels = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Cluster:
    """Accounts alike in what they use; `feature` is what sets them apart most.

    `share` of their use falls to it, `other` of the others'. `stability`: how alike groups
    found in random halves were (1: the same).
    """

    members: pd.Index
    feature: str
    share: float
    other: float
    stability: float


def shares(snapshot: Snapshot, members: pd.Index) -> pd.DataFrame:
    """Return `used` of some accounts, for the features that enough of them use."""
    table = used(snapshot)
    table = table[table.index.isin(members)]
    if table.empty:
        return table
    users = (table > 0).mean().sort_values(ascending=False, kind="stable")
    features = sorted(users[users >= _LEAST_USERS].index[:_MOST_FEATURES])
    return table[features]


def clusters(counts: pd.DataFrame) -> list[Cluster]:
    """Return the groups, largest first; none where they are not stable, or may be chance."""
    counts = counts.sort_index()
    if len(counts) < LEAST_ACCOUNTS or counts.shape[1] < 2:  # noqa: PLR2004 - one has no mix
        return []
    ratios = log_ratios(counts.to_numpy(dtype=np.float64))
    found = _most_stable(ratios)
    if found is None:
        return []
    labels, stability = found
    portions = counts.div(counts.sum(axis="columns"), axis="index")
    made = [_cluster(portions, ratios, labels == group, stability) for group in np.unique(labels)]
    return sorted(made, key=lambda c: (-len(c.members), c.feature))


def log_ratios(counts: Floats) -> Floats:
    """Return centred log-ratios: shares as distances that do not depend on how much is used."""
    logs = np.log(counts + _HALF)
    return np.asarray(logs - logs.mean(axis=1, keepdims=True))


def _most_stable(ratios: Floats) -> tuple[Labels, float] | None:
    best: tuple[Labels, float] | None = None
    for n_groups in _GROUPS:
        labels = _grouped(ratios, ratios, n_groups)
        if np.bincount(labels).min() < LEAST_GROUP:
            continue
        stability = _stability(ratios, labels, n_groups)
        better = best is None or stability > best[1]
        if stability >= _STABLE and better and _chance(ratios, n_groups) <= _LEVEL:
            best = labels, stability
    return best


def _grouped(learnt: Floats, asked: Floats, n_groups: int) -> Labels:
    model = KMeans(n_clusters=n_groups, n_init=4, random_state=_SEED).fit(learnt)
    return np.asarray(model.predict(asked), dtype=np.int64)


def _stability(ratios: Floats, labels: Labels, n_groups: int) -> float:
    """Return how alike the groups are that random halves give to everybody."""
    rng = np.random.default_rng(_SEED)
    alike = []
    for _ in range(_RESAMPLES):
        half = rng.permutation(len(ratios))[: len(ratios) // 2]
        alike.append(adjusted_rand_score(labels, _grouped(ratios[half], ratios, n_groups)))
    return float(np.mean(alike))


def _chance(ratios: Floats, n_groups: int) -> float:
    """Return how often one cloud of the same shape falls into groups as tight (SigClust)."""
    rng = np.random.default_rng(_SEED)
    seen = _looseness(ratios, n_groups)
    centre, shape = ratios.mean(axis=0), np.cov(ratios, rowvar=False)
    as_tight = sum(
        _looseness(rng.multivariate_normal(centre, shape, len(ratios), method="eigh"), n_groups)
        <= seen
        for _ in range(_SHUFFLES)
    )
    return (1 + as_tight) / (1 + _SHUFFLES)


def _looseness(ratios: Floats, n_groups: int) -> float:
    model = KMeans(n_clusters=n_groups, n_init=1, random_state=_SEED).fit(ratios)
    return float(model.inertia_ / ((ratios - ratios.mean(axis=0)) ** 2).sum())


def _cluster(
    portions: pd.DataFrame, ratios: Floats, mine: "npt.NDArray[np.bool_]", stability: float
) -> Cluster:
    """Name a group by the feature of which it uses more than the others do, by ratio."""
    more = ratios[mine].mean(axis=0) - ratios[~mine].mean(axis=0)
    place = int(more.argmax())
    feature = str(portions.columns[place])
    column = portions[feature].to_numpy()
    return Cluster(
        portions.index[mine], feature, float(column[mine].mean()), float(column[~mine].mean()),
        stability,
    )  # fmt: skip
