"""The combined risk: what it was worth on days it was not learnt from, and what it is made of."""

import math
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from lib.desk.churn.backtests import Learnt
from lib.locale import Count, Message, Number, Share, Text, msg, msgs
from lib.risk.combined import Combined
from lib.risk.model import POINT, RiskModel
from lib.risk.points import part_title
from lib.risk.rules import TITLES
from lib.risk.scorecard import Scorecard
from lib.ui import charts, components, tables
from lib.ui.panels import charted
from lib.ui.units import COUNT, NUMBER, Unit
from lib.ui.wording import md_escape, said, say, shown

_AUC = msg(
    "How often the score puts one who left before one who stayed: 50% is a coin, 100% is perfect."
)
_BRIER = msg("Mean squared error of the probabilities: lower is better than the base rate's.")
_LIFT = msg("How many times the base rate leave among the tenth with the highest scores.")
_PR = msg("Mean precision over all cut-offs; guessing gives the base rate.")
_TWO = Unit("number", digits=2)
_NOTES: Mapping[str, Message] = {
    "contradicted": msg("contradicted by the past: no weight"),
    "not_borne_out": msg("not borne out by the past: no weight"),
    "never_judged": msg("never judged on past days: left out"),
}


def show(learnt: Learnt) -> None:
    """Draw the combined risk, or the scorecard of data without dates."""
    st.subheader(say("All signs together: the combined risk"), anchor=False)
    if learnt.card is not None:
        _card(learnt.card)
        return
    found = learnt.combined
    components.finding(found.said[0], key="finding_combined")
    for text in found.said[1:]:
        st.caption(said(text))
    if found.status != "not_enough_past_churn":
        _figures(found)
        _held(found)
        _against(found)
    if learnt.model is not None:
        _weights(learnt.model)


def _metrics(values: tuple[tuple[Text, Text, Text | None, Text], ...]) -> None:
    with st.container(horizontal=True):
        for title, value, beside, meaning in values:
            st.metric(
                said(title),
                said(value),
                delta=None if beside is None else said(beside),
                delta_color="off",
                delta_arrow="off",
                help=said(meaning),
                border=True,
                height="stretch",
            )


def _figures(found: Combined) -> None:
    held = found.reliability
    if held is None:
        return
    _metrics(
        (
            (msg("Order (AUC)"), _share(found.auc), _range(found.auc_low, found.auc_high), _AUC),
            (
                msg("Precision over all cut-offs"),
                _share(found.pr_auc),
                msg("base rate {share}", share=Share(found.base_rate, 1)),
                _PR,
            ),
            (
                msg("Error (Brier)"),
                _number(held.brier, 4),
                msg("base rate {n}", n=Number(held.brier_base, 4)),
                _BRIER,
            ),
            (msg("Lift of the top tenth"), _number(found.top_decile_lift, 1), None, _LIFT),
        )
    )


def _held(found: Combined) -> None:
    held = found.reliability
    if held is None or held.curve.empty:
        return
    charted.show(
        charts.reliability(
            charts.Heading(
                held.said,
                msg(
                    "Predicted probability and the share that left, bins of equal size, 90% "
                    "interval; n = {n} customers that left",
                    n=Count(found.n_tested),
                ),
            ),
            held.curve,
        ),
        "reliability",
    )


def _against(found: Combined) -> None:
    if not found.against:
        return
    rows = pd.DataFrame(
        [
            {
                "rule": shown(TITLES[one.rule]),
                "auc": one.auc,
                "better": _better(one.better, one.better_low, one.better_high),
                "lift": one.top_decile_lift,
            }
            for one in found.against
        ]
    )
    tables.table(
        rows,
        {
            "rule": tables.text(msg("Rule without a model")),
            "auc": tables.number(msg("Its order (AUC)"), Unit("share", digits=1)),
            "better": tables.text(msg("The combined risk is better by")),
            "lift": tables.number(msg("Its lift of the top tenth"), NUMBER),
        },
        "against",
    )


def _better(middle: float, low: float, high: float) -> str:
    sure = not (low <= 0 <= high)
    words = {"middle": _points(middle), "low": _points(low), "high": _points(high)}
    if sure:
        return shown(msg("{middle} points ({low} to {high})", **words))
    return shown(msg("{middle} points ({low} to {high}): could be chance", **words))


def _points(share: float) -> Number:
    return Number(100 * share, 1)


def _weights(model: RiskModel) -> None:
    notes = dict(model.notes)
    rows = pd.DataFrame(
        [
            {
                "part": shown(part_title(signal)),
                "points": round(weight / POINT),
                "note": shown(_NOTES[notes[signal]]) if signal in notes else "",
            }
            for signal, weight in model.weights.items()
        ],
        columns=["part", "points", "note"],
    ).sort_values("points", ascending=False, kind="stable")
    box = st.expander(
        say("What each sign adds when it fires in full"), on_change="rerun", key="weights"
    )
    if not box.open:
        return
    with box:
        st.caption(say("Ten points double the odds of leaving. The points of an account add up."))
        tables.table(
            rows,
            {
                "part": tables.text(msg("Signal")),
                "points": tables.number(msg("Points"), COUNT),
                "note": tables.text(msg("Remark")),
            },
            "weights",
        )


def _card(card: Scorecard) -> None:
    components.finding(card.said[0], key="finding_combined")
    for text in card.said[1:]:
        st.caption(said(text))
    if card.metrics:
        _card_figures(card)
        tables.table(
            card.points.sort_values("points", ascending=False, kind="stable"),
            {
                "attribute": tables.text(msg("Attribute")),
                "value": tables.text(msg("Value")),
                "n": tables.number(msg("Accounts"), COUNT),
                "churned": tables.number(msg("Left"), COUNT),
                "points": tables.number(msg("Points"), COUNT),
            },
            "card",
        )
    if card.excluded:
        st.markdown(
            said(
                msgs(
                    "{n} column knows the outcome and was left out:",
                    "{n} columns know the outcome and were left out:",
                    len(card.excluded),
                )
            )
        )
        for leak in card.excluded:
            st.markdown(f"- `{md_escape(leak.column)}`: {said(leak.reason)}")


def _card_figures(card: Scorecard) -> None:
    m = card.metrics
    rate = Share(card.n_churned / card.n_accounts, 1)
    _metrics(
        (
            (msg("Order (AUC)"), _share(m["auc"]), _range(m["auc_low"], m["auc_high"]), _AUC),
            (
                msg("Precision over all cut-offs"),
                _share(m["pr_auc"]),
                msg("base rate {share}", share=rate),
                _PR,
            ),
            (
                msg("Error (Brier)"),
                _number(m["brier"], 4),
                msg("base rate {n}", n=Number(m["brier_base"], 4)),
                _BRIER,
            ),
            (msg("Lift of the top tenth"), _number(m["top_decile_lift"], 1), None, _LIFT),
        )
    )


def _share(value: float) -> Text:
    return shown(None if math.isnan(value) else Share(value, 1))


def _number(value: float, digits: int) -> Text:
    return shown(None if math.isnan(value) else Number(value, digits))


def _range(low: float, high: float) -> Message | None:
    if math.isnan(low) or math.isnan(high):
        return None
    return msg("90% interval {low}–{high}", low=Share(low, 1), high=Share(high, 1))
