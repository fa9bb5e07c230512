"""One company, one key; two companies, two keys; and rows go to the account they speak of."""

import itertools
from random import Random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.model import KINDS
from lib.model.company_names import core_key, name_key
from lib.model.decisions import Decisions
from lib.model.domains import domain_of
from lib.model.frames import typed
from lib.model.identity import Places

SAME = [
    ("ACME Corp., Ltd.", "Acme"),
    ("The Acme Company", "acme"),
    ("Acme GmbH & Co. KG", "ACME"),
    ("Acme S.p.A.", "Acme"),
    ("Acme S. A. R. L.", "Acme"),
    ("SARL Dupont", "Dupont SARL"),
    ("Acme Sp. z o.o.", "Acme"),
    ("Acme Sdn. Bhd.", "ACME"),
    ("Ａｃｍｅ　Ｉｎｃ．", "Acme, Inc"),
    ("Ac\u200bme", "Acme"),
    ("Acme Ltd (UK)", "Acme (UK) Ltd."),
    ("Johnson & Johnson", "Johnson and Johnson"),
    ("Müller und Söhne GmbH", "Muller & Sohne"),
    ("Société Générale S.A.", "SOCIETE GENERALE"),
    ("Ørsted A/S", "Orsted"),
    ("McDonald's Corp", "McDonalds"),
    ("7-Eleven", "7 Eleven Inc."),
    ("GTX Pro", "GTXPro"),
    ("云杉科技有限公司", "雲杉科技股份有限公司"),
    ("云杉科技集团有限责任公司", "云杉科技"),
    ("云杉科技（北京）有限公司", "云杉科技(北京)"),
    ("㈱トヨタ", "トヨタ株式會社"),
    ("株式会社トヨタ", "トヨタ"),
    ("주식회사 삼성", "삼성(주)"),
    ("ООО Ромашка", "Ромашка"),
]
DIFFERENT = [
    ("Acme Beijing", "Acme Shanghai"),
    ("Acme (UK)", "Acme (US)"),
    ("云杉科技", "云杉科技(上海)分公司"),
    ("云杉科技（北京）有限公司", "云杉科技（上海）有限公司"),
    ("ガス株式会社", "カス株式会社"),
    ("Customer 12", "Customer 13"),
    ("SA Power Networks", "Power Networks"),
    ("Acme", "Acme Holding"),
    ("Аcme", "Acme"),  # the first letter is Cyrillic: for people to see
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_company_has_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_companies_have_two_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("name", ["Company", "Co., Ltd.", "集团", "公司", "有限公司", "The"])
def test_a_name_of_legal_words_only_keeps_them(name: str) -> None:
    assert name_key(name)


@given(st.text("abcXYZ 云杉製造業.,-", max_size=12))
def test_case_width_and_blanks_never_part_a_company(name: str) -> None:
    wide = "".join(
        chr(ord(sign) + 0xFEE0) if sign.isascii() and sign != " " else sign for sign in name
    )
    assert name_key(f" {name.upper()}  ") == name_key(name.lower()) == name_key(wide)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("云杉科技", "云杉科技(上海)分公司"),
        ("北京云杉科技集团有限公司", "云杉科技（北京）有限公司"),
        ("云杉科技有限公司上海分公司", "云杉科技"),
        ("Acme Group Holdings Ltd", "Acme Europe GmbH"),
        ("Аcme", "Acme"),
    ],
)
def test_companies_of_a_group_share_a_core(one: str, other: str) -> None:
    assert core_key(one) == core_key(other)


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("https://www.Acme.com/about?x=1", "acme.com"),
        ("li@mail.acme.com.cn", "acme.com.cn"),
        ("acme.co.uk", "acme.co.uk"),
        ("someone@qq.com", ""),
        ("a@gmail.com", ""),
        ("acme.myshopify.com", "acme.myshopify.com"),
        ("myshopify.com", ""),
        ("192.168.1.1", ""),
        ("not a domain", ""),
        ("", ""),
    ],
)
def test_a_domain_is_what_a_company_registered(text: str, domain: str) -> None:
    assert domain_of(text) == domain


Row = dict[str, object]


def frame(kind: str, rows: list[Row]) -> pd.DataFrame:
    base = {"batch_id": 1, "source_row": 2, "known_on": pd.Timestamp("2026-10-01")}
    made = pd.DataFrame([{**base, "row_key": str(n), **row} for n, row in enumerate(rows)])
    return typed(made, KINDS[kind])


def places(
    accounts: list[Row], contacts: list[Row] | None = None, decisions: Decisions | None = None
) -> Places:
    tables = {
        "accounts": frame("accounts", accounts),
        "contacts": frame("contacts", contacts or [{}]),
        "contracts": frame("contracts", [{"contract_id": "K1", "account_id": "A1"}]),
    }
    return Places(tables, decisions or Decisions())


def place(found: Places, kind: str, **row: object) -> str | None:
    value = found.of(frame(kind, [row])).iloc[0]
    return None if pd.isna(value) else str(value)


ACCOUNTS: list[Row] = [
    {"account_id": "A1", "account_name": "Acme Ltd", "domain": "https://acme.com"},
    {"account_id": "A2", "account_name": "云杉科技有限公司", "domain": "yunshan.cn"},
    {"account_id": "A3", "account_name": "Gamma", "domain": "shared.com"},
    {"account_id": "A4", "account_name": "Delta", "domain": "www.shared.com"},
]
CONTACTS: list[Row] = [
    {"contact_id": "C1", "account_id": "A2", "email": "li@yunshan.cn"},
    {"contact_id": "C2", "account_id": "A3", "email": "gil@gamma.io"},
    {"contact_id": "C3", "account_id": "A3", "email": "two@both.io"},
    {"contact_id": "C4", "account_id": "A4", "email": "one@both.io"},
]


@pytest.mark.parametrize(
    ("row", "account"),
    [
        ({"account_id": "A1", "account_name": "Gamma"}, "A1"),  # the id is stronger
        ({"account_id": "A1\u200b"}, "A1"),  # nobody can see that sign
        ({"contact_id": "C1", "account_name": "Acme"}, "A2"),
        ({"account_name": "雲杉科技"}, "A2"),
        ({"requester_email": "LI@yunshan.cn"}, "A2"),
        ({"requester_email": "new@acme.com"}, "A1"),
        ({"requester_email": "new@eu.gamma.io"}, "A3"),  # as the contacts there
        ({"requester_email": "new@shared.com"}, None),  # two accounts have it
        ({"requester_email": "new@both.io"}, None),
        ({"requester_email": "new@gmail.com"}, None),
        ({"account_name": "Acme Shanghai"}, None),
        ({}, None),
    ],
)
def test_a_row_goes_to_the_account_it_speaks_of(row: Row, account: str | None) -> None:
    assert place(places(ACCOUNTS, CONTACTS), "tickets", **row) == account


def test_a_name_of_two_accounts_is_of_none_until_people_decide() -> None:
    twice: list[Row] = [*ACCOUNTS, {"account_id": "A9", "account_name": "ACME, Inc."}]
    assert place(places(twice), "tickets", account_name="Acme") is None
    given_to = Decisions.of([("name:acme", "account:A9", "merge")])
    assert place(places(twice, decisions=given_to), "tickets", account_name="Acme") == "A9"
    refused = Decisions.of([("name:acme", "account:A9", "apart")])
    assert place(places(twice, decisions=refused), "tickets", account_name="Acme") == "A1"
    merged = Decisions.of([("account:A9", "account:A1", "merge")])
    assert place(places(twice, decisions=merged), "tickets", account_name="Acme") == "A1"
    assert place(places(twice, decisions=merged), "tickets", account_id="A9") == "A1"


def test_a_renamed_account_keeps_its_old_name() -> None:
    tables = {
        "accounts": frame("accounts", [{"account_id": "A1", "account_name": "Acme Global"}]),
        "contacts": frame("contacts", [{}]),
        "contracts": frame("contracts", [{}]),
    }
    ever = pd.DataFrame({"account_id": ["A1", "A1"], "account_name": ["Acme", "Acme Global"]})
    assert (
        place(Places(tables, known_names=ever.astype("str")), "tickets", account_name="ACME")
        == "A1"
    )


_NAMES = st.sampled_from(
    ["Acme", "ACME Ltd", "Beta", "云杉科技", "雲杉科技有限公司", "Gamma", None]
)
_DOMAINS = st.sampled_from(["acme.com", "beta.com", "gmail.com", None])
_ACCOUNT = st.fixed_dictionaries({"account_name": _NAMES, "domain": _DOMAINS})
_ROW = st.fixed_dictionaries(
    {
        "account_name": _NAMES,
        "requester_email": st.sampled_from(["x@acme.com", "y@beta.com", "z@gmail.com", None]),
    }
)


def _numbered(accounts: list[Row]) -> list[Row]:
    return [{"account_id": f"A{n}", **account} for n, account in enumerate(accounts)]


@settings(max_examples=15)
@given(st.lists(_ACCOUNT, min_size=1, max_size=5), st.lists(_ROW, min_size=1), st.randoms())
def test_the_order_of_accounts_places_nothing_elsewhere(
    accounts: list[Row], rows: list[Row], random: Random
) -> None:
    known = _numbered(accounts)
    turned = random.sample(known, len(known))
    wanted = frame("tickets", rows)
    pd.testing.assert_series_equal(places(known).of(wanted), places(turned).of(wanted))


@settings(max_examples=15)
@given(st.lists(_ACCOUNT, min_size=1, max_size=4), _ACCOUNT, st.lists(_ROW, min_size=1))
def test_a_stranger_moves_only_rows_that_name_it_too(
    accounts: list[Row], stranger: Row, rows: list[Row]
) -> None:
    known = _numbered(accounts)
    wanted = frame("tickets", rows)
    before = places(known).of(wanted)
    after = places([*known, {"account_id": "Z", **stranger}]).of(wanted)
    moved = wanted[before.fillna("") != after.fillna("")]
    for name, mail in zip(moved["account_name"], moved["requester_email"], strict=True):
        same_name = name_key(str(name)) == name_key(str(stranger["account_name"]))
        assert same_name or domain_of(str(mail)) == stranger["domain"]


@pytest.mark.parametrize("order", list(itertools.permutations(["A", "B", "C"])))
def test_a_chain_of_merges_ends_at_its_last_known_account(order: tuple[str, ...]) -> None:
    chain = Decisions.of([("account:A", "account:B", "merge"), ("account:B", "account:C", "merge")])
    assert chain.kept("account", order) == {"A": "C", "B": "C"}
    assert chain.kept("account", ["A", "B"]) == {"A": "B"}, "C is in no file any more"
    assert chain.kept("account", ["A", "C"]) == {"A": "C", "B": "C"}
