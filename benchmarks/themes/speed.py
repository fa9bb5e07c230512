"""100,000 texts: cleaned, cut, given their theme, and groups looked for among the others.

The peer is bare scikit-learn: TfidfVectorizer (characters 1-3) and MiniBatchKMeans with 40
groups on the same texts. Texts are combinations of labelled sentences, so that all differ.
"""

import resource
import sys
import time

import numpy as np
import pandas as pd
from sklearn.cluster import MiniBatchKMeans
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.themes.quality import labelled
from lib.themes.discover import discovered
from lib.themes.model import trained
from lib.themes.start import NONE, start_examples
from lib.themes.texts import cut

N = 100_000
_GROUPS = 40


def made(n: int) -> pd.Series:
    """Return n different texts of one to three sentences of one language."""
    rng, texts = np.random.default_rng(1), labelled("texts.tsv")
    by_lang = [rows["text"].to_numpy() for _, rows in texts.groupby("lang")]
    found = []
    for number in range(n):
        words = by_lang[number % 2]
        chosen = words[rng.integers(0, len(words), 1 + number % 3)]
        found.append(f"{' '.join(chosen)} ({number % 997})\n{number}")
    return pd.Series(found, dtype="str")


def ours(texts: pd.Series) -> dict[str, float]:
    """Return seconds of each step, wall and CPU, with progress on stderr."""
    began, used = time.perf_counter(), time.process_time()
    model = trained(start_examples())
    found = cut(texts, _told)
    themes = model.assigned(list(found["text"]))
    other = found[themes["theme"].eq(NONE)].assign(account_id=lambda rows: rows["code"] % 500)
    proposals = discovered(other[["text", "account_id"]].astype({"account_id": "str"}), {}, _part)
    return {
        "wall seconds": time.perf_counter() - began,
        "CPU seconds": time.process_time() - used,
        "pieces": float(len(found)),
        "proposals": float(len(proposals)),
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def peer(texts: pd.Series) -> dict[str, float]:
    """Return the seconds that bare scikit-learn takes for groups alone."""
    began, used = time.perf_counter(), time.process_time()
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2).fit_transform(texts)
    MiniBatchKMeans(_GROUPS, random_state=0, n_init=3).fit(vectors)
    return {
        "wall seconds": time.perf_counter() - began,
        "CPU seconds": time.process_time() - used,
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _told(n: int, total: int) -> None:
    if n % 20_000 == 0:
        print(f"{n:,} of {total:,} texts cut", file=sys.stderr)


def _part(share: float) -> None:
    print(f"groups: {share:.0%}", file=sys.stderr)
