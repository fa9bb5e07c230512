"""Same data, same draft: byte for byte, whatever order the rows come in."""

from dataclasses import replace
from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.locale import Language
from lib.report.blocks import Report
from lib.report.brief import Brief
from lib.report.draft import draft
from lib.report.writers import docx, html, md, pdf, pptx, xlsx
from tests.report import small
from tests.sizes import examples


@cache
def _brief() -> Brief:
    return small.brief()


@cache
def _twice(lang: Language) -> tuple[Report, Report]:
    return draft(small.brief(), lang), draft(small.brief(), lang)


@cache
def _expected() -> bytes:
    return md.write(draft(_brief(), "en"))


def _shuffled(frame: pd.DataFrame, seed: int) -> pd.DataFrame:
    return frame.sample(frac=1, random_state=seed)


def _shuffle(brief: Brief, seed: int) -> Brief:
    history, context = brief.history, brief.context
    assert history is not None
    moves = _shuffled(history.bridge.moves, seed)
    return replace(
        brief,
        members=brief.members[::-1],
        book=_shuffled(brief.book, seed),
        readings=_shuffled(brief.readings, seed),
        renewals=_shuffled(brief.renewals, seed),
        files=_shuffled(brief.files, seed),
        groups=_shuffled(brief.groups, seed),
        arr_rows=_shuffled(brief.arr_rows, seed),
        accounts=_shuffled(brief.accounts, seed),
        evidence=dict(reversed(list(brief.evidence.items()))),
        history=replace(
            history,
            members=history.members[::-1],
            book=_shuffled(history.book, seed),
            readings=_shuffled(history.readings, seed),
            arr_rows=_shuffled(history.arr_rows, seed),
            bridge=replace(history.bridge, moves=moves),
        ),
        context=replace(
            context,
            notes=context.notes[::-1],
            actions=context.actions[::-1],
            batches=_shuffled(context.batches, seed),
        ),
    )


@settings(max_examples=examples(4, 24))
@given(seed=st.integers(0, 2**31))
def test_the_order_of_rows_does_not_change_the_draft(seed: int) -> None:
    assert md.write(draft(_shuffle(_brief(), seed), "en")) == _expected()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "writer", [docx, html, md, pdf, pptx, xlsx], ids=lambda module: module.__name__
)
def test_the_same_brief_gives_the_same_bytes(writer: object, lang: Language) -> None:
    first, second = _twice(lang)
    write = writer.write  # type: ignore[attr-defined]
    assert write(first) == write(second)


def test_the_draft_leaves_its_brief_as_it_was() -> None:
    brief, again = small.brief(), small.brief()
    draft(brief, "en")
    pd.testing.assert_frame_equal(brief.book, again.book)
    pd.testing.assert_frame_equal(brief.readings, again.readings)
    pd.testing.assert_frame_equal(brief.accounts, again.accounts)
