"""How able and how willing one account is, by what evidence, and what nobody knows."""

import math
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from lib.desk.customer.accounts import AccountCard
from lib.desk.customer.assess import LevelOfOne
from lib.locale import Count, Message, Number, Share, joined, msg
from lib.profile import bant, maturity
from lib.profile.details import moves_said
from lib.profile.peers import Peers
from lib.profile.rubric import STATUSES
from lib.ui import charts, components, filters, state, tables
from lib.ui.panels.account import level_evidence, level_forms
from lib.ui.units import NUMBER
from lib.ui.wording import said, say, shown

SCHEMES: Mapping[str, Message] = {
    "maturity": msg("Maturity"),
    "bant": msg("Motivation (BANT)"),
}
_MODULES = {"maturity": maturity, "bant": bant}
_LEAST_MONTHS = 2  # fewer are no course


def show(card: AccountCard) -> None:
    """Draw the level of one scheme: the sentence, its parts, its evidence, its course."""
    scheme = filters.switch("scheme", msg("What is judged"), SCHEMES)
    found = state.desk().assessing.of_one(card.account_id, scheme, card.day)
    components.finding(_finding(found.row, scheme), key="finding_level")
    _standing(found, scheme)
    _to_ask(found, scheme)
    level_forms.show(card, scheme, found)
    _parts(found, scheme)
    level_evidence.show(found, scheme)
    _course(found, scheme)
    _meanings(scheme)


def _finding(row: pd.Series, scheme: str) -> Message:
    share = Share(float(row["coverage"]))
    if pd.isna(row["level"]):
        return msg(
            "{scheme} is not rated: {share} of what tells it is known.",
            scheme=SCHEMES[scheme],
            share=share,
        )
    level = _MODULES[scheme].LEVELS[row["level"]]
    if pd.isna(row["score"]):
        return msg(
            "{scheme}: {level} ({status}); {share} of what tells it is known.",
            scheme=SCHEMES[scheme],
            level=level,
            status=STATUSES[row["status"]],
            share=share,
        )
    return msg(
        "{scheme}: {level} ({status}), {score} of 100; {share} of what tells it is known.",
        scheme=SCHEMES[scheme],
        level=level,
        status=STATUSES[row["status"]],
        score=Number(float(row["score"])),
        share=share,
    )


def _standing(found: LevelOfOne, scheme: str) -> None:
    """Say what to do at this level, and why the level is not simply today's rating."""
    module, row = _MODULES[scheme], found.row
    if pd.notna(row["level"]):
        st.markdown(said(module.PLAYS[row["level"]]))
    _why(found, scheme)
    if found.peers is not None:
        st.caption(said(_peers_said(found.peers)))
    if row["status"] == "provisional":
        st.caption(
            say(
                "Provisional: with all that is missing it could be {low} to {high}.",
                low=module.LEVELS[row["level_low"]],
                high=module.LEVELS[row["level_high"]],
            )
        )
    if row["capped_by"]:
        names = [module.CRITERIA[key].title for key in str(row["capped_by"]).split("|")]
        st.caption(say("Held down by its weakest part: {names}.", names=joined(names)))


def _peers_said(peers: Peers) -> Message:
    median, n = Number(peers.median), Count(peers.n)
    if peers.same_segment:
        return msg(
            "Median of {n} other rated customers of its segment: {median} of 100.",
            n=n, median=median,
        )  # fmt: skip
    return msg("Median of {n} other rated customers: {median} of 100.", n=n, median=median)


def _why(found: LevelOfOne, scheme: str) -> None:
    row = found.row
    if found.overruled is not None:
        _overruled(found.overruled, row, scheme)
    elif row["status"] == "stale":
        st.caption(say("Too little is known by now; the last level stands for two months."))
    elif row["status"] == "stated":
        components.unknown(msg("stated in the CRM, not assessed"))
    elif row["waiting"]:
        st.caption(
            say(
                "Today's figures alone say {level}. A level moves when they are three points"
                " beyond its edge in two months running.",
                level=_MODULES[scheme].LEVELS[row["day_level"]],
            )
        )


def _overruled(ruling: pd.Series, row: pd.Series, scheme: str) -> None:
    computed = row["computed_level"]
    st.caption(
        say(
            "Set by {by} until {day}: {reason} Worked out: {level}.",
            by=str(ruling["by"]),
            day=ruling["until"].date(),
            reason=str(ruling["reason"]),
            level=STATUSES["not_rated"] if pd.isna(computed) else _MODULES[scheme].LEVELS[computed],
        )
    )


def _to_ask(found: LevelOfOne, scheme: str) -> None:
    indicators = _MODULES[scheme].RUBRIC.indicators
    if scheme == "bant":  # motivation always says what is not known
        names = [indicators[key].title for key in found.unknown if indicators[key].weight]
        text = msg("What we do not know: {names}.", names=joined(names))
        st.markdown(said(text if names else msg("What we do not know: nothing.")))
    if found.ask:
        st.markdown(say("These questions would tell most:"))
        for place, key in enumerate(found.ask, start=1):
            st.markdown(f"{place}. {said(indicators[key].question)}")


def _parts(found: LevelOfOne, scheme: str) -> None:
    """Draw each criterion with the range in which it may lie once all is known."""
    row, criteria = found.row, _MODULES[scheme].CRITERIA
    rows = pd.DataFrame(
        [_part(row, key, shown(criterion.title)) for key, criterion in criteria.items()]
    )
    known = rows[rows["score"].notna()]
    if known.empty:
        components.unknown(msg("no part of it was judged or could be read from the data"))
        return
    weakest = known.sort_values("score").iloc[0]
    charts.show(
        charts.intervals(
            charts.Heading(
                msg("Weakest: {part} with {score} of 100",
                    part=str(weakest["title"]), score=Number(float(weakest["score"]) * 100)),
                msg("Score of each part in percent; the bar: where it lies if all that is"
                    " missing is worst, and if it is best"),
            ),
            known,
            charts.Estimates(
                label="title", title=msg("Part"), value="score", value_title=msg("Score"),
                low="low", high="high", line=0.5, line_title=msg("half"),
            ),
        ),
        f"parts_{scheme}",
    )  # fmt: skip
    tables.table(
        rows.assign(points=rows["score"] * 100),
        {
            "title": tables.text(msg("Part")),
            "points": tables.number(msg("Score of 100"), NUMBER),
            "coverage": tables.bar(msg("Known")),
        },
        f"table_parts_{scheme}",
    )


def _part(row: pd.Series, key: str, title: str) -> dict[str, object]:
    score, coverage = float(row[f"{key}_score"]) / 100, float(row[f"{key}_coverage"])
    least = 0.0 if math.isnan(score) else score * coverage
    return {
        "title": title,
        "score": score,
        "coverage": coverage,
        "low": least,
        "high": least + 1 - coverage,
    }


def _course(found: LevelOfOne, scheme: str) -> None:
    """Draw the score over the months, and say what moved the level."""
    months = found.months[found.months["score"].notna().cummax()]
    if months["score"].notna().sum() < _LEAST_MONTHS:
        return
    names = _MODULES[scheme].LEVELS
    moves = moves_said(months, names)
    if not moves:
        return
    moved_on, level = moves[-1]
    drawn = charts.lines(
        charts.Heading(
            msg("{scheme}: {level} since {day}", scheme=SCHEMES[scheme], level=level, day=moved_on),
            msg("Score of 100 at the end of each month; marks: the level moved"),
        ),
        months,
        charts.Trend(time="day", series={"score": SCHEMES[scheme]}, unit=NUMBER),
    )
    charts.show(charts.marked(drawn, moves), f"course_{scheme}")


def _meanings(scheme: str) -> None:
    module = _MODULES[scheme]
    with st.expander(say("What each level means, and what we do")):
        for key, name in module.LEVELS.items():
            st.markdown(f"**{said(name)}** · {said(module.PLAYS[key])}")
        st.caption(
            say(
                "A level moves by one when its score is three points beyond the edge in two"
                " months running; at once when the owner left, the budget was cut or the"
                " contract ended. What is not known lowers the share that is known, never the"
                " score."
            )
        )
