"""One object recognised and compared with the truth."""

from dataclasses import dataclass

from benchmarks.recognition.cases import NONE, Case
from lib.ingest import Recognition, recognised

Miss = tuple[str, str, str]  # column, what it is, what it was taken for


@dataclass(frozen=True)
class Score:
    """How one object did.

    `ours` counts columns with a counterpart in our model, `right` those of them mapped right.
    `wrong` are columns mapped to a field that they are not, while nothing was asked of them.
    `sure` has the confidence of every mapping and whether it is right.
    """

    kind: str | None
    asked: tuple[str, ...]
    ours: int
    right: int
    wrong: tuple[Miss, ...]
    missed: tuple[Miss, ...]
    sure: tuple[tuple[float, bool], ...]


def scored(case: Case, file: str, *, with_values: bool) -> Score:
    """Recognise the object by itself and count."""
    found = recognised(case.sheet(file, with_values=with_values))
    got = {m.column: (_field(m.field), m.confidence) for m in found.mapping}
    right = 0
    wrong: list[Miss] = []
    missed: list[Miss] = []
    sure: list[tuple[float, bool]] = []
    for truth in case.truths:
        field, confidence = got.get(truth.column, (NONE, 0.0))
        plain = _plain(field, case.kind)
        ok = truth.allows(plain)
        if field != NONE:
            sure.append((confidence, ok))
        if ok:
            right += truth.counts
            continue
        miss = (truth.column, "/".join(sorted(truth.fields)), field)
        (missed if field == NONE else wrong).append(miss)
    ours = sum(truth.counts for truth in case.truths)
    asked = tuple(q.code for q in found.questions)
    if "kind" in asked:
        wrong = []
    return Score(_taken(found), asked, ours, right, tuple(wrong), tuple(missed), tuple(sure))


def _taken(found: Recognition) -> str | None:
    return None if any(q.code == "kind" for q in found.questions) else found.kind


def _field(field: str | None) -> str:
    return NONE if field is None or field.startswith("custom.") else field


def _plain(field: str, kind: str) -> str:
    """Return the name of a field of the kind alone; of another kind it stays whole."""
    return field.removeprefix(f"{kind}.")
