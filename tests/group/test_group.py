"""Buying groups: persons, who was heard, deals that hang on them, coverage of a segment."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.group.coverage import FIGURES, averages, coverage, flags
from lib.group.deals import deals, undecided
from lib.group.fields import group_fields
from lib.group.persons import persons
from lib.metrics.intervals import wilson
from lib.model import Snapshot
from lib.signals.readings import readings
from lib.ui.panels.group.map import map_words
from tests.metrics.made import Row, accounts, contract, row_of, snapshot, table

DAY = "2026-06-30"


def person(contact_id: str, roles: str | None = None, **more: object) -> Row:
    return {"account_id": "A", "contact_id": contact_id, "full_name": f"Person {contact_id}",
            "buying_roles": roles, **more}  # fmt: skip


def met(contact_id: str, day: str, **more: object) -> Row:
    return {"account_id": "A", "contact_id": contact_id, "occurred_at": f"{day} 10:00",
            "type": "meeting", "direction": "ours", "outcome": "held", **more}  # fmt: skip


def made(**tables: list[Row]) -> Snapshot:
    return snapshot(DAY, None, accounts=accounts("A", "B"), **tables)


def no_readings() -> pd.DataFrame:
    return pd.DataFrame(columns=["account_id", "signal", "severity", "value", "reason"])


def test_everybody_is_heard_for_themselves() -> None:
    found = persons(
        made(
            contacts=[
                person("1", "decision_maker|end_user"),
                person("2", last_contacted_on="2026-01-01"),
                person("3", active=False, influence_buying=2, influence_using=7),
                {"contact_id": "9", "full_name": "Stray"},
            ],
            activities=[
                met("1", "2026-06-20"),
                met("2", "2026-06-20", type="mail"),  # a mail of ours was sent, not heard
            ],
        )
    ).set_index("contact_id")
    assert list(found.index) == ["1", "2", "3"]
    assert found["heard"].tolist() == ["lately", "longer", "never"]
    assert found["heard_days"].tolist()[:2] == [10, 180]
    assert found["there"].tolist() == [True, True, False]
    assert found.loc["3", "influence_buying"] == 2
    assert np.isnan(row_of(found, "3")["influence_using"]), "7 is no influence from 0 to 3"


def test_without_a_log_it_is_unknown_whether_anybody_was_heard() -> None:
    found = persons(made(contacts=[person("1"), person("2", last_contacted_on="2026-06-29")]))
    assert found["heard"].tolist() == ["unknown", "lately"]


@pytest.mark.parametrize(("last", "days"), [("2026-04-01", 90), ("2026-03-31", 91)])
def test_90_days_are_lately_and_91_are_not(last: str, days: int) -> None:
    (row,) = persons(made(contacts=[person("1", last_contacted_on=last)])).to_dict("records")
    assert (row["heard_days"], row["heard"]) == (days, "lately" if days == 90 else "longer")


def test_fields_of_an_account() -> None:
    data = made(
        contacts=[
            person("1", "decision_maker|influencer", last_contacted_on="2026-06-01"),
            person("2", "decision_maker", last_contacted_on="2026-06-29", active=False),
            person("3", "end_user", last_contacted_on="2026-02-01"),
        ]
    )
    found = group_fields(data, readings(data))
    a = row_of(found, "A")
    assert a["decision_maker_heard_days"] == 29, "who has left does not count"
    assert (a["n_people_heard"], a["n_roles_heard"]) == (2, 2)
    assert "no_contact" in row_of(found, "B")["group_findings"].split("|")
    nobody = group_fields(made(), readings(made()))
    assert nobody["n_people_heard"].isna().all(), "without contacts it is unknown"


def coming(contacts: list[Row], **more: object) -> pd.DataFrame:
    data = made(
        contacts=contacts, contracts=[contract("A", 500, "2026-01-01", end_date="2026-12-27")],
        **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return deals(data, readings(data))


def test_a_renewal_in_180_days_with_nobody_who_decides() -> None:
    (row,) = coming([person("1", "end_user"), person("2", title="Buyer")]).to_dict("records")
    assert (row["what"], row["days_left"], row["amount"]) == ("renewal", 180, 500)
    assert (row["n_people"], row["n_heard"]) == (2, 0)
    assert row["findings"] == "wrong_person|nobody_at_top"


def test_a_title_at_the_top_is_unconfirmed_not_missing() -> None:
    (row,) = coming([person("1", title="Managing director")]).to_dict("records")
    assert row["findings"] == "unconfirmed"


def test_where_too_little_is_logged_nothing_is_claimed() -> None:
    (row,) = coming([person("1", "decision_maker")]).to_dict("records")
    assert (row["findings"], row["unjudged"]) == ("", True)
    assert isinstance(row["reason"], str)


def test_without_contacts_nothing_is_claimed() -> None:
    (row,) = coming([]).to_dict("records")
    assert row["findings"] == ""
    assert np.isnan(row["n_people"])


def test_open_deals_are_those_neither_won_nor_lost() -> None:
    rows = table(
        "contracts",
        [
            {"stage": "Negotiation"},
            {"stage": "Closed won"},
            {"stage": "Closed lost"},
            {"stage": "输单"},
            {"stage": "Proposal", "is_closed": True},
            {"stage": "Proposal", "loss_reason": "price"},
            {"is_won": False, "is_closed": False},
            {"arr": 5, "start_date": "2026-01-01"},
        ],
    )
    assert undecided(rows).tolist() == [True, *[False] * 5, True, False]


def test_an_open_deal_within_180_days_is_found() -> None:
    near, far = (
        {"account_id": "A", "contract_id": key, "stage": "Proposal", "amount": 70,
         "expected_close_date": day}
        for key, day in (("near", "2026-07-10"), ("far", "2027-07-10"))
    )  # fmt: skip
    data = made(contacts=[person("1", "end_user")], contracts=[near, far])
    (row,) = deals(data, readings(data)).to_dict("records")
    assert (row["what"], row["contract_id"], row["amount"]) == ("deal", "near", 70)


def fields(n: int, deciders: int, **more: object) -> pd.DataFrame:
    known = [1.0] * deciders + [0.0] * (n - deciders)
    return pd.DataFrame(
        {
            "n_contacts": 2.0, "n_decision_makers": known, "n_influencers": 1.0,
            "n_end_users": 0.0, "n_departments": 2.0, "n_people_heard": 1.0,
            "decision_maker_heard_days": [10.0 if k else np.nan for k in known],
            "people_in_effect": np.nan, **more,
        },
        index=pd.Index(range(n), name="account_id"),
    )  # fmt: skip


def test_coverage_counts_and_compares() -> None:
    found = coverage(fields(40, 30), fields(100, 20)).set_index("key")
    row = found.loc["decision_maker_known"]
    assert (row["k"], row["n"], row["share"]) == (30, 40, 0.75)
    assert (row["low"], row["high"]) == wilson(30, 40)
    assert (row["rest_k"], row["differs"]) == (20, 1)
    assert found.loc["influencer_known", "differs"] == 0
    unjudged = row_of(found, "two_people")
    assert (unjudged["n"], np.isnan(unjudged["share"])) == (0, True)


def test_of_few_customers_there_is_a_number_and_no_share() -> None:
    row = coverage(fields(9, 9), fields(100, 0)).iloc[0]
    assert (row["k"], row["n"], row["differs"]) == (9, 9, 0)
    assert np.isnan(row["share"])
    assert np.isnan(averages(fields(9, 9))["departments"][0])


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_shares_of_a_partition_add_up_and_unknown_counts_nowhere(a: int, b: int, c: int) -> None:
    whole = pd.concat([fields(a + b, a), fields(c, 0, n_contacts=np.nan)], ignore_index=True)
    half = whole.index % 2 == 0
    marked = flags(whole)
    assert marked["decision_maker_known"].notna().sum() == a + b
    both = coverage(whole[half], whole[~half])
    alone = coverage(whole, whole.iloc[0:0])
    assert (both["k"] + both["rest_k"]).tolist() == alone["k"].tolist()
    assert (both["n"] + both["rest_n"]).tolist() == alone["n"].tolist()
    assert len(both) == len(FIGURES)


def test_the_map_says_who_is_missing_and_shows_names_as_they_are() -> None:
    data = made(
        contacts=[
            person("1", "influencer|end_user", department="IT", full_name="A|b [x](y) :smile:"),
            person("2", None, last_contacted_on="2026-06-29"),
        ]
    )
    words = map_words(persons(data)).split("\n")
    assert len(words) == 6, "heading, rule, three roles, role unknown"
    assert len({line.replace(r"\|", "").count("|") for line in words}) == 1
    assert "nobody known" in words[2]
    assert words[0].index("IT") < words[0].index("department unknown")
    assert "](y)" not in words[3].replace(r"\]", "")
