"""The accounts as a CRM would export them, one row each, as of the last day."""

from typing import Any

import numpy as np
import pandas as pd

from sample_data.generator.accounts import Account
from sample_data.generator.contracts import Term, arr_on, plan_of
from sample_data.generator.losses import loss_of
from sample_data.generator.phrases import filled, texts
from sample_data.generator.streams import LAST, chance, lognormal, pick, stream, weighted
from sample_data.generator.world import World

CURRENCY = "CNY"
_STATUS = {"churned": "churned", "prospect": "prospect", "trial": "trial", "invalid": "invalid"}
_SOURCES = {"referral": 3.0, "trade fair": 2.0, "website": 3.0, "partner": 2.0, "cold call": 1.0}
_LEVELS = ("immature", "low", "medium", "high")
_MOST_TAGS = 2
_WHOLE = ("Employees", "Seats", "ARR", "NPS")


def account_table(world: World) -> pd.DataFrame:
    """Return accounts.csv."""
    rows = [_row(account, world.terms_of(account)) for account in world.accounts]
    return pd.DataFrame(rows).astype(dict.fromkeys(_WHOLE, "Int64"))


def _row(account: Account, terms: tuple[Term, ...]) -> dict[str, Any]:
    rng = stream("account table", account.number)
    company = account.company
    return {
        "Account ID": account.account_id,
        "Account name": company.name,
        "Website": company.domain,
        "Industry": company.industry,
        "Region": company.region,
        "Country": company.country,
        "City": company.city,
        "Employees": int(round(account.seats * lognormal(rng, 7, 0.6) + 5, -1)),
        "Segment": account.tier if account.bought else "",
        "Owner team": account.team,
        "Status": _STATUS.get(account.part.kind, "customer"),
        **_commercial(account, terms),
        "Lead source": weighted(rng, _SOURCES),
        "Deployment": _deployment(account, rng),
        "Maturity": _stated_level(account, rng),
        "Journey stage": _stage(account) if account.bought else "",
        "NPS": _nps(account, rng),
        "Tags": ";".join(_tags(account, terms, rng)),
        "Notes": _note(account, rng),
    }


def _commercial(account: Account, terms: tuple[Term, ...]) -> dict[str, Any]:
    running = [term for term in terms if term.start <= LAST <= term.end]
    gone = account.story.left_on
    return {
        "Customer since": account.story.since if account.bought else None,
        "Plan": plan_of(running[0]) if running else account.plan if account.bought else "",
        "Seats": _seats(account, running),
        "ARR": _arr(account, terms),
        "Currency": CURRENCY,
        "Renewal date": running[0].end if running else None,
        "Churn date": gone,
        "Churn reason": loss_of(account).reason if gone else "",
    }


def _seats(account: Account, running: list[Term]) -> int | None:
    if running:
        return sum(term.seats for term in running)
    return account.seats if account.part.quirk in {"arr_only", "arr_unknown"} else None


def _arr(account: Account, terms: tuple[Term, ...]) -> int | None:
    """Return the ARR on the last day; None where nobody wrote it down."""
    if not account.bought or account.part.quirk == "arr_unknown":
        return None
    if account.part.quirk == "arr_only":
        return int(round(account.seats * account.seat_price, -2))
    return arr_on(terms, LAST)


def _deployment(account: Account, rng: np.random.Generator) -> str:
    if account.part.quirk == "no_usage":
        return "on premises"
    return "private cloud" if account.tier == "A" and chance(rng, 0.3) else "cloud"


def _stated_level(account: Account, rng: np.random.Generator) -> str:
    if not account.bought or not chance(rng, 0.3):
        return ""
    return _LEVELS[int(np.clip(round(account.maturity * 4 - 0.5 + rng.normal(0, 0.3)), 0, 3))]


def _stage(account: Account) -> str:
    since = account.story.since or LAST
    if (account.story.last - since).days < 180:  # noqa: PLR2004 -- half a year
        return "onboarding"
    places = np.searchsorted([0.5, 0.7, 0.85], account.maturity)
    return ("proficient", "proficient", "advocate", "partner")[int(places)]


def _nps(account: Account, rng: np.random.Generator) -> int | None:
    if not account.bought or not chance(rng, 0.45):
        return None
    unhappy = account.part.kind in {"churned", "at_risk"}
    return int(np.clip(round(rng.normal(5.6 if unhappy else 7.6, 1.7)), 0, 10))


def _tags(account: Account, terms: tuple[Term, ...], rng: np.random.Generator) -> list[str]:
    """Return up to two tags from the controlled list, the weightiest first."""
    ends = max((term.end for term in terms), default=LAST)
    soon = account.part.kind == "at_risk" and (ends - LAST).days < 200  # noqa: PLR2004 -- days
    fitting = {
        "key account": 0.85 if account.tier == "A" else 0.02,
        "renewal risk": 0.6 if soon else 0.04,
        "pilot": 0.5 if account.part.kind in {"new", "trial"} else 0.08,
        "reference": 0.5 if account.maturity > 0.68 else 0.03,  # noqa: PLR2004 -- of 1
        "price sensitive": 0.16 if account.tier == "C" else 0.03,
        "co-creation": 0.2 if account.maturity > 0.6 else 0.01,  # noqa: PLR2004 -- of 1
    }
    given = [tag for tag, probability in fitting.items() if chance(rng, probability)]
    return given[:_MOST_TAGS] if account.part.kind != "invalid" else []


def _note(account: Account, rng: np.random.Generator) -> str:
    notes = texts("judgements")["notes"][account.language]
    if account.part.quirk == "no_usage":
        return str(notes[-1])
    if not account.bought or not chance(rng, 0.14):
        return ""
    return filled(rng, pick(rng, notes[:-1]), {})
