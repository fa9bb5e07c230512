"""Demands, interviews and walk-throughs as their lists would be exported."""

from typing import Any

import pandas as pd

from sample_data.generator.people import DECIDES, INFLUENCES, USES, Person
from sample_data.generator.wishes import Demand
from sample_data.generator.world import World

_ROLES = {DECIDES: "decision maker", INFLUENCES: "influencer", USES: "end user"}
_PRODUCT_KINDS = {"inside": "Product", "unknown": "Product", "outside": "Customer success"}


def demand_table(world: World) -> pd.DataFrame:
    """Return demands.csv, oldest first."""
    rows = [_demand(number, demand) for number, demand in enumerate(world.demands, start=1)]
    return pd.DataFrame(rows)


def demand_id(number: int) -> str:
    """Return the id of the n-th demand, from 1."""
    return f"D{number:05d}"


def _demand(number: int, demand: Demand) -> dict[str, Any]:
    person, theme = demand.person, demand.theme
    return {
        "Demand ID": demand_id(number),
        "Account ID": demand.account.account_id,
        "Account name": demand.account.company.name,
        "Raised by ID": person.contact_id if person else "",
        "Requester role": _role(person) if demand.role_stated else "",
        "Demand statement": demand.statement,
        "Demand phase": demand.phase if demand.phase_stated else "",
        "Demand kind": theme.kind,
        "Expected benefit": theme.benefit,
        "Wants or opposes": demand.direction,
        "Demand importance": demand.importance,
        "Demand theme": theme.named(demand.account.language) if demand.theme_stated else "",
        "Related feature": theme.feature if demand.feature_stated else "",
        "Product boundary": demand.boundary,
        "Demand state": demand.state,
        "Demand owner": _PRODUCT_KINDS[theme.boundary],
        "Due date": demand.due_on,
        "Date raised": demand.raised_on,
        "Answer date": demand.answered_on,
        "Our answer": demand.answer,
        "Demand source": demand.source,
    }


def _role(person: Person | None) -> str:
    return _ROLES[person.roles[0]] if person and person.roles else ""


def interview_table(world: World) -> pd.DataFrame:
    """Return interviews.xlsx, under Chinese headings."""
    chinese = {_ROLES[role]: role for role in _ROLES}
    return pd.DataFrame(
        [
            {
                "访谈编号": f"I{talk.number:04d}",
                "客户编号": talk.account.account_id,
                "客户名称": talk.account.company.name,
                "受访人编号": talk.person.contact_id,
                "受访人角色": chinese.get(_role(talk.person), ""),
                "访谈日期": talk.held_on,
                "访谈人": talk.interviewer,
                "访谈方式": talk.method,
                "访谈问题": talk.question,
                "回答": talk.answer,
                "原话": talk.quote,
                "同意引用": talk.consent,
            }
            for talk in world.interviews
        ]
    )


def walkthrough_table(world: World) -> pd.DataFrame:
    """Return walkthroughs.csv, oldest first."""
    return pd.DataFrame(
        [
            {
                "Walkthrough ID": f"W{step.number:03d}",
                "Account ID": step.account.account_id if step.account else "",
                "Account name": step.account.company.name if step.account else "",
                "Walkthrough date": step.walked_on,
                "Stage of the journey": step.stage,
                "Team responsible": step.team,
                "Touch point": step.touchpoint,
                "Walkthrough finding": step.shown,
                "Minutes taken": step.minutes,
                "Walkthrough note": step.note,
            }
            for step in world.walkthroughs
        ]
    )
