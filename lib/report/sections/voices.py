"""Voices: who was asked and heard, who was not, and what they said question by question."""

import pandas as pd

from lib.locale import Text, msg, msgs
from lib.report.blocks import Block, Paragraph
from lib.report.brief_voices import Voices
from lib.report.figures import Ref
from lib.report.findings import Finding, Proposal
from lib.report.meanings import voices as meaning
from lib.report.pen import Pen
from lib.report.section import SectionRule
from lib.report.told_voices.plan import sample
from lib.report.told_voices.questions import held_in, questions
from lib.report.told_voices.quotes import in_their_words
from lib.report.told_voices.rows import talk_rows
from lib.report.told_voices.unheard import counted, not_heard


def write(pen: Pen) -> tuple[Block, ...]:
    """Write the section."""
    voices = pen.brief.voices
    if voices is None or pen.members.empty:
        return ()
    asked = voices.members.index[voices.members["interviewed_on"].notna()]
    if asked.empty and voices.plan is None:
        return (Paragraph((_nobody(pen, voices),)),)
    n = counted(pen, voices, meaning.ASKED, asked)
    arr = pen.arr(meaning.ASKED_ARR, asked)
    lead = Paragraph((*_asked(pen, n, arr), *_not_drawn(voices, n), *_held(pen, voices, n)))
    notes = tuple(Paragraph((note,), role="note") for note in pen.notes_on("voices"))
    return (lead, *not_heard(pen, voices), *sample(pen, voices), *_said(pen, voices, n), *notes)


def _said(pen: Pen, voices: Voices, n: Ref) -> tuple[Block, ...]:
    if not n.n:
        return ()
    return (*questions(pen, voices), *in_their_words(pen, voices), *_unknown(pen, voices))


def _nobody(pen: Pen, voices: Voices) -> Text:
    """Say that nobody was asked, and what to load; ask for a sample."""
    ids = pen.by_arr(voices.members.index)
    claim = msg(
        "What these customers think in their own words is unknown: no conversation with any of"
        " them is on file. Record conversations in the app, or import the sheet in which they are"
        " kept."
    )
    ask = Proposal(
        "interview", msg("Draw a sample of the segment and ask it by the guide."), tuple(ids)
    )
    pen.findings.append(
        Finding("voices_never", claim, pen.total(ids).known, gap=True, proposal=ask)
    )
    return claim


def _asked(pen: Pen, n: Ref, arr: Ref) -> list[Text]:
    total = pen.ref("members")
    if not n.n:
        return [msg("None of these customers has been interviewed yet.")]
    if n.n == total.n:
        return [
            msgs(
                "The one customer of the segment has been interviewed.",
                "All {n} customers of the segment have been interviewed.",
                n.n,
                n=n,
            )
        ]
    return [
        msgs(
            "{customers} has been interviewed so far, of {total} in the segment.",
            "{customers} have been interviewed so far, of {total} in the segment.",
            n.n,
            customers=pen.customers(n, arr),
            total=total,
        )
    ]


def _not_drawn(voices: Voices, n: Ref) -> list[Text]:
    """Say what counts of those who were asked stand for; without a plan its part says so."""
    if voices.plan is None or not n.n or n.n == len(voices.members):
        return []
    return [
        msg(
            "They were not all drawn at random: what is counted below holds for those who were"
            " asked, not for the segment."
        )
    ]


def _held(pen: Pen, voices: Voices, asked: Ref) -> list[Text]:
    """Say how many conversations the period had, against the one before."""
    if not asked.n:
        return []
    rows = voices.answers
    now = talk_rows(pen, rows[held_in(rows, pen)])
    n = pen.put(meaning.TALKS, len(now), now)
    return [*_against(pen, rows, n), *_first_time(pen, voices, n), *_later(pen, rows)]


def _against(pen: Pen, rows: pd.DataFrame, n: Ref) -> list[Text]:
    past = pen.brief.period.before()
    start, end = pd.Timestamp(past.first), pd.Timestamp(past.last) + pd.Timedelta(days=1)
    earlier = rows["held_on"].lt(start).any()
    then = talk_rows(pen, rows[(rows["held_on"] >= start) & (rows["held_on"] < end)])
    before = pen.put(meaning.TALKS_BEFORE, len(then), then)
    if not n.n:
        return [_none_held(pen, before)]
    held = msgs(
        "{n} conversation was held in {period}",
        "{n} conversations were held in {period}",
        n.n,
        n=n,
        period=pen.period(),
    )
    if not before.n and not earlier:
        return [msg("{held}.", held=held)]
    if not before.n:
        return [msg("{held}, and none in the period before.", held=held)]
    return [msg("{held}, against {before} in the period before.", held=held, before=before)]


def _none_held(pen: Pen, before: Ref) -> Text:
    if not before.n:
        return msg(
            "No conversation was held in {period} or in the period before.", period=pen.period()
        )
    return msg(
        "No conversation was held in {period}, against {before} in the period before.",
        period=pen.period(),
        before=before,
    )


def _first_time(pen: Pen, voices: Voices, talks: Ref) -> list[Text]:
    rows = voices.answers
    first = rows.groupby("account_id")["held_on"].min()
    end = pd.Timestamp(pen.brief.period.last) + pd.Timedelta(days=1)
    ids = first.index[(first >= pd.Timestamp(pen.brief.period.first)) & (first < end)]
    n = counted(pen, voices, meaning.FIRST, ids)
    if not talks.n or not n.n:
        return []
    return [
        msgs(
            "{n} customer was asked for the first time.",
            "{n} customers were asked for the first time.",
            n.n,
            n=n,
        )
    ]


def _later(pen: Pen, rows: pd.DataFrame) -> list[Text]:
    day = pen.brief.as_of
    late = talk_rows(pen, rows[rows["held_on"] >= pd.Timestamp(day) + pd.Timedelta(days=1)])
    n = pen.put(meaning.LATER, len(late), late)
    if not n.n:
        return []
    return [
        msgs(
            "{n} conversation held after {day} is counted in what was said.",
            "{n} conversations held after {day} are counted in what was said.",
            n.n,
            n=n,
            day=day,
        )
    ]


def _unknown(pen: Pen, voices: Voices) -> tuple[Block, ...]:
    rows = voices.answers[voices.answers["role"].eq("unknown")]
    told = talk_rows(pen, rows)
    n = pen.put(meaning.ROLE_UNKNOWN, len(told), told)
    if not n.n:
        return ()
    sentence = msgs(
        "In {n} conversation the role of who was asked is unknown: note it with the contact.",
        "In {n} conversations the role of who was asked is unknown: note it with the contact.",
        n.n,
        n=n,
    )
    return (Paragraph((sentence,)),)


SECTION = SectionRule(key="voices", title=msg("Voices"), place=6, turn=4, write=write)
