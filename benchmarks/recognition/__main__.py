"""Print how many columns are recognised, per product, and every miss: `-v` lists them."""

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence

from benchmarks.recognition.cases import REFUSED, Case, cases
from benchmarks.recognition.score import Score, scored

PASSES = (("headings only", "export.csv", False), ("with values", "export.csv", True))


def main(arguments: Sequence[str]) -> int:
    """Measure both passes; 1 when the bars of the issue are missed."""
    everything = cases()
    met = True
    for title, file, with_values in PASSES:
        print(f"\n## {title}, in a file called {file}")
        found = [(case, scored(case, file, with_values=with_values)) for case in everything]
        _table(found)
        met &= _totals(found)
        if "-v" in arguments:
            _misses(found)
    return 0 if met else 1


def _table(found: Iterable[tuple[Case, Score]]) -> None:
    print(f"{'group':8}{'product':34}{'kind':10}{'columns':>8}{'ours':>6}{'right':>6}{'wrong':>6}")
    for case, score in found:
        name = f"{case.product} {case.object}"[:32]
        taken = score.kind or ("asked" if score.asked else "-")
        print(f"{case.group:8}{name:34}{taken:10}{len(case.truths):8}{score.ours:6}"
              f"{score.right:6}{len(score.wrong):6}")  # fmt: skip


def _totals(found: Sequence[tuple[Case, Score]]) -> bool:
    by_group: dict[str, list[tuple[Case, Score]]] = defaultdict(list)
    for case, score in found:
        by_group[case.group].append((case, score))
    for group, members in by_group.items():
        scores = [score for _, score in members]
        n = sum(len(case.truths) for case, _ in members)
        ours, right = sum(s.ours for s in scores), sum(s.right for s in scores)
        wrong = sum(len(s.wrong) for s in scores)
        sure = [ok for s in scores for confidence, ok in s.sure if confidence >= 0.8]
        share = right / ours if ours else 1.0
        print(f"{group:8} {len(members)} objects, {n} columns: {right} of {ours} right "
              f"({share:.1%}), {wrong} wrong ({wrong / n:.2%}); sure and right "
              f"{sum(sure)} of {len(sure)}")  # fmt: skip
        if group == "bar":
            met = share >= 0.95 and wrong / n < 0.01
    return met


def _misses(found: Iterable[tuple[Case, Score]]) -> None:
    for case, score in found:
        for column, want, got in (*score.wrong, *score.missed):
            print(f"{case.group:8}{case.product} / {case.object}: {column}: {want} -> {got}")
        if case.kind not in {score.kind, REFUSED}:
            print(f"{case.group:8}{case.product} / {case.object}: KIND {case.kind} -> "
                  f"{score.kind} {score.asked}")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
