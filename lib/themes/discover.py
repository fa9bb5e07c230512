"""Groups among the texts that fit no theme: proposals, for people to accept or to drop."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.preprocessing import normalize

from lib.themes.alike import representatives
from lib.themes.clean import language
from lib.themes.naming import named
from lib.themes.vectors import Space

MOST_GROUPS = 40
LEAST_TEXTS, LEAST_CUSTOMERS = 8, 3
LEAST_STABILITY = 0.6
_RESAMPLES = 20
_DIMENSIONS = 60
_MOST_TEXTS = 4_000  # groups are looked for among so many; then every text joins the nearest
_CONCEPTS_COUNT = 2.0  # what both languages share counts more than the letters of one
_SEED = 5
_SHOWN = 3
_KEPT = 20

Floats = npt.NDArray[np.float64]
Told = Callable[[float], None]


@dataclass(frozen=True)
class Proposal:
    """A group of texts; `members` are those nearest to its centre, the first three to be shown.

    `stability` is the mean Jaccard of the group with its likeness in resamples.
    """

    key: str
    words_en: tuple[str, ...]
    words_zh: tuple[str, ...]
    members: tuple[str, ...]
    n_texts: int
    n_accounts: int
    stability: float

    @property
    def examples(self) -> tuple[str, ...]:
        """The sentences to show."""
        return self.members[:_SHOWN]


def shared_vectors(texts: Sequence[str]) -> Floats:
    """Return vectors in which a theme lies close together, whatever its language.

    Characters and concepts, reduced, each language centred apart, every vector of length 1.
    """
    languages = np.array([language(text) for text in texts], dtype="<U2")
    raw = Space(tuple(texts), least=2).vectors(texts, concepts_count=_CONCEPTS_COUNT)
    size = min(_DIMENSIONS, min(raw.shape) - 1)
    reduced = TruncatedSVD(size, random_state=_SEED).fit_transform(raw)
    for lang in np.unique(languages):
        here = languages == lang
        reduced[here] -= reduced[here].mean(axis=0)
    found: Floats = normalize(reduced)
    return found


def n_groups(n: int) -> int:
    """Return how many groups are looked for among n texts: the root of half of them, at most 40."""
    return int(min(max(np.sqrt(n / 2), 2), MOST_GROUPS))


def discovered(
    texts: pd.DataFrame, turned_down: Mapping[str, tuple[str, ...]], told: Told
) -> tuple[Proposal, ...]:
    """Return the groups among pieces without theme (`text, account_id`), largest first.

    Only groups of at least 8 texts of 3 customers that come back in resamples. A group most of
    whose members lie in one that was turned down before is that one, and is left out.
    """
    own = texts.groupby("text")["account_id"].agg(frozenset).sort_index()
    own = own.iloc[np.unique(representatives(list(own.index)))]
    if len(own) < LEAST_TEXTS:
        return ()
    own = own.iloc[_spread(own.index)]
    vectors = shared_vectors(list(own.index))
    groups = KMeans(n_groups(len(own)), n_init=3, random_state=_SEED).fit(vectors)
    stability = _stability(vectors, groups.labels_, told)
    found = []
    for number, centre in enumerate(groups.cluster_centers_):
        here = np.flatnonzero(groups.labels_ == number)
        order = here[np.argsort(-(vectors[here] @ centre), kind="stable")]
        found.append(_proposal(own, order, float(stability[number])))
    named_ones = named([(one, own.index[groups.labels_ == n]) for n, one in enumerate(found)])
    good = [one for one in named_ones if _is_good(one) and not _is_known(one, turned_down)]
    return tuple(sorted(good, key=lambda one: (-one.n_accounts, -one.n_texts, one.key)))


def _spread(texts: pd.Index) -> npt.NDArray[np.int64]:
    """Return the places of the texts that are looked at: all, or a fixed choice of many."""
    if len(texts) <= _MOST_TEXTS:
        return np.arange(len(texts))
    hashed = pd.util.hash_array(texts.to_numpy(dtype="object"))
    return np.sort(np.argsort(hashed, kind="stable")[:_MOST_TEXTS])


def _stability(vectors: Floats, labels: npt.NDArray[np.int32], told: Told) -> Floats:
    """Return for each group the mean of its best Jaccard over resamples of the texts."""
    rng = np.random.default_rng(_SEED)
    k = int(labels.max()) + 1
    total = np.zeros(k)
    for draw in range(_RESAMPLES):
        told(draw / _RESAMPLES)
        chosen = np.unique(rng.integers(0, len(vectors), len(vectors)))
        again = KMeans(k, n_init=1, random_state=draw).fit(vectors[chosen]).labels_
        counts = np.zeros((k, k))
        np.add.at(counts, (labels[chosen], again), 1)
        union = counts.sum(axis=1)[:, None] + counts.sum(axis=0)[None, :] - counts
        total += (counts / np.maximum(union, 1)).max(axis=1)
    return total / _RESAMPLES


def _proposal(own: pd.Series, order: npt.NDArray[np.int64], stability: float) -> Proposal:
    members = tuple(str(text) for text in own.index[order[:_KEPT]])
    accounts = frozenset().union(*own.iloc[order])
    key = hashlib.sha256("\n".join(sorted(members)).encode("utf-8", "replace")).hexdigest()[:12]
    return Proposal(key, (), (), members, len(order), len(accounts), stability)


def _is_good(one: Proposal) -> bool:
    enough = one.n_texts >= LEAST_TEXTS and one.n_accounts >= LEAST_CUSTOMERS
    return enough and one.stability >= LEAST_STABILITY


def _is_known(one: Proposal, turned_down: Mapping[str, tuple[str, ...]]) -> bool:
    own = set(one.members)
    half = len(own) / 2
    return any(len(own & set(members)) >= half for members in turned_down.values())
