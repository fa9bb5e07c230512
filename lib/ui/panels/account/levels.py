"""How able and how willing one account is, and by what evidence."""

import math

import pandas as pd
import streamlit as st

from lib.desk.accounts import AccountCard
from lib.desk.assess import BEST, CRITERIA, Judgement
from lib.errors import DeskError
from lib.locale import Count, Share, msg
from lib.profile import bant, maturity
from lib.ui import components, state
from lib.ui.wording import said, say, shown

_SCHEMES = {"maturity": msg("Maturity"), "bant": msg("Motivation (BANT)")}
_MODULES = {"maturity": maturity, "bant": bant}


def show(card: AccountCard) -> None:
    """Draw both levels, and a form to judge a criterion."""
    for scheme, title in _SCHEMES.items():
        module = _MODULES[scheme]
        row = card.maturity if scheme == "maturity" else card.bant
        level = row["level"]
        if pd.isna(level):
            components.unknown(msg("{scheme}: too little is assessed", scheme=title))
        else:
            st.markdown(f"**{said(title)}**: {said(module.LEVELS[level])}")
            st.caption(said(module.PLAYS[level]))
            if row["status"] == "stated":
                components.unknown(msg("stated in the CRM, not assessed"))
        st.caption(
            said(msg("Coverage {share}", share=Share(float(row["coverage"]))))
            + " · "
            + " · ".join(
                f"{said(criterion.title)} {said(shown(_points(row[f'{name}_score'])))}"
                for name, criterion in module.CRITERIA.items()
            )
        )
    _assess(card)


def _points(score: float) -> Count | None:
    return None if math.isnan(score) else Count(round(score))


def _assess(card: AccountCard) -> None:
    with st.popover(say("Record an assessment")):
        scheme = str(
            st.segmented_control(
                say("What is judged"),
                list(CRITERIA),
                format_func=lambda key: said(_SCHEMES[key]),
                default="maturity",
                required=True,
                key="assess_scheme",
            )
        )
        module = _MODULES[scheme]
        criterion = st.selectbox(
            say("Criterion"),
            list(module.CRITERIA),
            format_func=lambda key: shown(module.CRITERIA[key].title),
            key="assess_criterion",
        )
        anchors = module.CRITERIA[str(criterion)].anchors
        points = st.radio(
            say("What is true of this customer"),
            range(BEST + 1),
            format_func=lambda n: f"{n} · {said(anchors[n])}",
            index=None,
            key="assess_points",
        )
        evidence = st.text_area(say("Evidence: what was seen or said"), key="assess_evidence")
        if st.button(say("Save the assessment"), type="primary", disabled=points is None):
            _save(card, scheme, str(criterion), int(points or 0), evidence)


def _save(card: AccountCard, scheme: str, criterion: str, points: int, evidence: str) -> None:
    judgement = Judgement(
        account_id=card.account_id,
        scheme=scheme,
        criterion=criterion,
        points=points,
        evidence=evidence,
        assessed_on=card.day,
        assessed_by=shown(msg("this desk")),
    )
    try:
        batch = state.desk().assessing.record(judgement)
    except DeskError as error:
        components.problem(error)
        return
    st.toast(say("Saved as batch {id}; it can be undone on the Import page.", id=str(batch)))
    st.rerun()
