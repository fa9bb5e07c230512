"""What was said, question by question: how many answered, in which words, by which theme."""

import pandas as pd

from lib.interviews.findings import LEAST, by_group, named_most, same_words
from lib.locale import Message, Text, joined, msg, msgs
from lib.metrics.intervals import wilson
from lib.model.frames import records
from lib.model.words import spelling
from lib.report.blocks import Block, Bullets, Paragraph
from lib.report.brief_voices import Voices
from lib.report.figures import Ref
from lib.report.meanings import voices as meaning
from lib.report.pen import Pen
from lib.report.settings import INTERVAL_LEVEL
from lib.report.text import clean
from lib.report.told_voices.rows import answer_rows

# The list of themes names what customers need of the product: of a question that asks for
# something else (why they bought, who told them) it would say what nobody said.
BY_THEME = frozenset({"main_need"})
_STOPS = ".。 "
_ENOUGH = 5  # with fewer, one customer more or less would change the order


def questions(pen: Pen, voices: Voices) -> tuple[Block, ...]:
    """Say of each question of the guide who answered it, and what was said most."""
    heading = Paragraph((msg("What they said, question by question"),), role="heading")
    items = tuple(
        tuple(_told(pen, voices, (key, title), f"q{place}"))
        for place, (key, title) in enumerate(voices.questions.items(), start=1)
    )
    return (heading, Bullets(items))


def _told(pen: Pen, voices: Voices, question: tuple[str, Text], key: str) -> list[Text]:
    title = _title(question[1])
    rows = voices.answers[voices.answers["question"] == question[0]]
    if rows.empty:
        return [msg("{question}: nobody was asked.", question=title)]
    answered = answer_rows(pen, rows)
    n = pen.put(meaning.answered(key, title), answered["account_id"].nunique(), answered)
    told = [_answered(pen, rows, (key, title), n), *_words(pen, rows, (key, title))]
    if question[0] in BY_THEME:
        told += _themes(pen, voices, rows, (key, n))
    return told


def _title(title: Text) -> Text:
    return clean(title) if isinstance(title, str) else title


def _answered(pen: Pen, rows: pd.DataFrame, about: tuple[str, Text], n: Ref) -> Message:
    key, title = about
    now = answer_rows(pen, rows[held_in(rows, pen)])
    k = pen.put(meaning.answered_now(key, title), now["account_id"].nunique(), now)
    if not k.n:
        return msgs(
            "{question}: {n} customer answered.",
            "{question}: {n} customers answered.",
            n.n,
            question=title,
            n=n,
        )
    return msgs(
        "{question}: {n} customer answered ({k} in {period}).",
        "{question}: {n} customers answered ({k} in {period}).",
        n.n,
        question=title,
        n=n,
        k=k,
        period=pen.period(),
    )


def held_in(rows: pd.DataFrame, pen: Pen) -> pd.Series:
    """Say of each answer whether its conversation was held in the period."""
    period = pen.brief.period
    end = pd.Timestamp(period.last) + pd.Timedelta(days=1)
    return (rows["held_on"] >= pd.Timestamp(period.first)) & (rows["held_on"] < end)


def _words(pen: Pen, rows: pd.DataFrame, about: tuple[str, Text]) -> list[Text]:
    """Say which answers several customers gave in the same words."""
    key, title = about
    told = rows.assign(answer=rows["said"])
    found = same_words(told)
    if found.empty:
        return []
    words = told["answer"].fillna("").map(spelling).str.rstrip(_STOPS)
    parts = []
    for place, row in enumerate(records(found), start=1):
        mine = answer_rows(pen, told[words.eq(row["words"])], "said")
        definition = meaning.same_words(key, place, title)
        parts.append(
            msg(
                "“{said}” ({k})",
                said=clean(row["said"]).rstrip(_STOPS),
                k=pen.put(definition, mine["account_id"].nunique(), mine),
            )
        )
    return [msg("Said most in the same words: {said}.", said=joined(parts))]


def _themes(pen: Pen, voices: Voices, rows: pd.DataFrame, about: tuple[str, Ref]) -> list[Text]:
    """Say which themes were named most, of those that enough customers named."""
    key, _ = about
    levels = voices.members["maturity_level"].reindex(rows["account_id"]).to_numpy()
    top = named_most(by_group(rows.assign(maturity_level=levels), "theme"))
    enough = top[top["n_accounts"] >= _ENOUGH]
    if enough.empty:
        return []
    parts = [_theme(pen, voices, rows, (key, str(theme))) for theme in enough["value"]]
    told: list[Text] = [msg("By theme, named most: {themes}.", themes=joined(parts))]
    themed = rows.loc[rows["theme"].notna(), "account_id"]
    without = answer_rows(pen, rows[~rows["account_id"].isin(themed)])
    without = without.drop_duplicates("account_id").reset_index(drop=True)
    rest = pen.put(meaning.untold(key), len(without), without)
    if rest.n:
        told.append(
            msgs(
                "The answer of {n} customer has no sure theme.",
                "The answers of {n} customers have no sure theme.",
                rest.n,
                n=rest,
            )
        )
    return told


def _theme(pen: Pen, voices: Voices, rows: pd.DataFrame, about: tuple[str, str]) -> Message:
    key, theme = about
    name = clean(voices.themes.get(theme, theme))
    count, share, low, high = meaning.theme_figures(key, theme, name)
    mine = rows[rows["theme"].eq(theme)]["account_id"].unique()
    everyone = answer_rows(pen, rows).drop_duplicates("account_id").reset_index(drop=True)
    of_them = everyone["account_id"].isin(mine)
    k, n = int(of_them.sum()), len(everyone)
    number = pen.put(count, k, everyone[of_them].reset_index(drop=True))
    if n < LEAST:
        return msg("{theme} ({k})", theme=name, k=number)
    part = pen.put(share, k / n, everyone.assign(named=of_them))
    ends = wilson(k, n, INTERVAL_LEVEL)
    return msg(
        "{theme} ({k} of {n}, {share}; {level} interval: {low} to {high})",
        theme=name,
        k=number,
        n=pen.ref(f"voices_answered.{key}"),
        share=part,
        level=pen.setting("interval_level"),
        low=pen.put_beside(part, low, ends[0]),
        high=pen.put_beside(part, high, ends[1]),
    )
