"""Every other table as its system would export it."""

from typing import Any

import pandas as pd

from sample_data.generator.account_table import CURRENCY
from sample_data.generator.accounts import Account
from sample_data.generator.assessments import assessments
from sample_data.generator.contracts import Term, plan_of
from sample_data.generator.losses import loss_of
from sample_data.generator.people import Person
from sample_data.generator.streams import chance, pick, stream
from sample_data.generator.tickets import Ticket
from sample_data.generator.usage import usage_rows
from sample_data.generator.world import World, activity_id

_TIME = "%Y-%m-%d %H:%M"
_DAYS_A_YEAR = 365


def contact_table(world: World) -> pd.DataFrame:
    """Return contacts.xlsx, the way a Chinese CRM heads it."""
    return pd.DataFrame(
        [
            _contact(account, person, world.heard.get(person.contact_id))
            for account in world.accounts
            for person in world.people_of(account)
        ]
    )


def _contact(account: Account, person: Person, heard: pd.Timestamp | None) -> dict[str, Any]:
    return {
        "联系人编号": person.contact_id,
        "客户编号": account.account_id,
        "客户名称": account.company.name,
        "联系人姓名": person.name,
        "部门": person.department,
        "职位": person.title,
        "决策角色": ";".join(person.roles),
        "立场": person.stance,
        "邮箱": person.email,
        "最近联系时间": heard.date() if heard is not None else None,
        "是否在职": "是" if person.still_there else "否",
    }


def contract_table(world: World) -> pd.DataFrame:
    """Return contracts.csv."""
    rows = [
        _contract(account, term) | {"Contract ID": world.contract_ids[account.account_id, place]}
        for account in world.accounts
        for place, term in enumerate(world.terms_of(account))
    ]
    table = pd.DataFrame(rows).sort_values("Contract ID", ignore_index=True)
    told = {world.contract_ids[p.account.account_id, p.place]: p.text for p in world.promises}
    table["Promises"] = table["Contract ID"].map(told)
    return table[["Contract ID", *table.columns.drop("Contract ID")]]


def _contract(account: Account, term: Term) -> dict[str, Any]:
    rng = stream("billing", account.number)
    years = round(((term.end - term.start).days + 1) / _DAYS_A_YEAR, 2)
    return {
        "Account ID": account.account_id,
        "Account name": account.company.name,
        "Contract name": f"{plan_of(term)} {term.start:%Y} {term.kind}",
        "Contract type": term.kind,
        "Plan": plan_of(term),
        "Product": "Additional seats" if term.kind == "expansion" else "Core",
        "Seats": term.seats,
        "ARR": term.arr,
        "Contract value": round(term.arr * years),
        "Currency": CURRENCY,
        "Start date": term.start,
        "End date": term.end,
        "Signed date": term.signed_on,
        "Billing frequency": pick(rng, ("annual", "annual", "annual", "quarterly")),
        "Auto renew": "yes" if chance(rng, 0.35) else "no",
        "Discount": f"{term.discount:.0%}",
    }


def ticket_table(world: World) -> pd.DataFrame:
    """Return tickets.csv, the way a Chinese help desk heads it."""
    rows = [_ticket(number, ticket) for number, ticket in enumerate(world.tickets, start=1)]
    return pd.DataFrame(rows)


def _ticket(number: int, ticket: Ticket) -> dict[str, Any]:
    person = ticket.person
    return {
        "工单编号": f"T{number:06d}",
        "客户编号": ticket.account.account_id,
        "客户名称": ticket.account.company.name,
        "提交人邮箱": person.email if person else "",
        "标题": ticket.subject,
        "问题描述": ticket.description,
        "工单类型": ticket.kind,
        "优先级": ticket.priority,
        "工单状态": "已解决" if ticket.solved_at is not None else "处理中",
        "渠道": ticket.channel,
        "产品模块": ticket.product,
        "创建时间": ticket.created_at.strftime(_TIME),
        "首次响应时间": ticket.answered_at.strftime(_TIME),
        "解决时间": ticket.solved_at.strftime(_TIME) if ticket.solved_at is not None else "",
        "满意度": ticket.satisfaction,
        "处理团队": ticket.team,
        "是否升级": "是" if ticket.escalated else "否",
    }


def activity_table(world: World) -> pd.DataFrame:
    """Return activities.xlsx; what was planted stands behind the rest, whose ids stay."""
    every = [*world.activities, *(touch.activity for touch in world.touches)]
    rows = [
        {
            "Activity ID": activity_id(number),
            "Account ID": activity.account.account_id,
            "Account name": activity.account.company.name,
            "Contact ID": activity.person.contact_id if activity.person else "",
            "Contact name": activity.person.name if activity.person else "",
            "Activity type": activity.kind,
            "Direction": activity.direction,
            "Activity date": activity.at,
            "Duration (minutes)": activity.minutes,
            "Our team": activity.team,
            "Subject": activity.subject,
            "Notes": activity.body,
            "Outcome": activity.outcome,
        }
        for number, activity in enumerate(every, start=1)
    ]
    return pd.DataFrame(rows).astype({"Duration (minutes)": "Int64"})


def usage_table(world: World) -> pd.DataFrame:
    """Return usage.csv: a row for each account, day and event that happened."""
    parts = [
        usage_rows(account, world.terms_of(account)).assign(account_id=account.account_id)
        for account in world.accounts
    ]
    table = pd.concat(parts).sort_values(["day", "account_id"], kind="stable", ignore_index=True)
    return table[["account_id", "day", "event", "count", "users", "rows_exported"]]


def loss_table(world: World) -> pd.DataFrame:
    """Return losses.csv, oldest first."""
    left = [account for account in world.accounts if account.story.left_on]
    left.sort(key=lambda account: (str(account.story.left_on), account.number))
    rows = []
    for number, account in enumerate(left, start=1):
        loss = loss_of(account)
        rows.append(
            {
                "Loss ID": f"L{number:03d}",
                "Account ID": account.account_id,
                "Account name": account.company.name,
                "Churn date": account.story.left_on,
                "Reason": loss.reason,
                "Reason detail": loss.detail,
                "Churn type": loss.kind,
                "Competitor": loss.competitor,
            }
        )
    return pd.DataFrame(rows)


def assessment_table(world: World) -> pd.DataFrame:
    """Return assessments.csv, oldest first."""
    rows = [
        {
            "Account ID": one.account.account_id,
            "Account name": one.account.company.name,
            "Scheme": one.scheme,
            "Criterion": one.criterion,
            "Points": one.points,
            "Evidence": one.evidence,
            "Source": one.source,
            "Assessed on": one.assessed_on,
            "Assessed by": "Customer success",
        }
        for account in world.accounts
        for one in assessments(account, world.people_of(account))
    ]
    return pd.DataFrame(rows).sort_values("Assessed on", kind="stable", ignore_index=True)
