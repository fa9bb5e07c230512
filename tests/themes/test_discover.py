"""New themes are proposed from groups that hold together, and form letters are one text."""

import pandas as pd

from lib.themes.alike import representatives
from lib.themes.discover import discovered


def untold(_share: float) -> None:
    """Tell nobody."""


def texts() -> pd.DataFrame:
    things = ("label printer", "parcel scanner", "scale", "cash drawer", "door sensor")
    print_ = [
        f"The printer prints labels for parcels {n} times, ink and paper jam {a}"
        for n, a in enumerate("abcdefghijkl")
    ]
    party = [
        f"They invited us to the summer party with music number {n} and {a}"
        for n, a in enumerate(things * 3)
    ]
    stock = [f"盘点仓库库存时第{n}个货架少了{a}" for n, a in enumerate("螺丝钉子油漆木板电线水管")]
    rows = [(text, f"A{n % 7}") for n, text in enumerate([*print_, *party, *stock])]
    return pd.DataFrame(rows, columns=["text", "account_id"])


def test_groups_of_several_customers_are_proposed_and_a_dropped_one_stays_away() -> None:
    found = discovered(texts(), {}, untold)
    assert found
    assert all(one.n_accounts >= 3 and one.stability >= 0.6 for one in found)
    assert discovered(texts().sample(frac=1.0, random_state=2), {}, untold) == found
    down = {one.key: one.members for one in found[:1]}
    assert found[0].key not in {one.key for one in discovered(texts(), down, untold)}


def test_groups_of_one_customer_are_not_proposed() -> None:
    assert discovered(texts().assign(account_id="A1"), {}, untold) == ()


def test_a_form_letter_counts_once() -> None:
    letter = "Your contract {} ends soon, please tell us whether you want to go on with it"
    found = representatives([letter.format(n) for n in range(10, 30)] + ["Something else entirely"])
    assert len(set(found.tolist())) == 2
