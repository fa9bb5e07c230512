"""One untidy file of each kind, about accounts of the sample, as people really send them."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sample_data.generator.account_table import account_table
from sample_data.generator.accounts import Account
from sample_data.generator.files import write_csv, write_sheet
from sample_data.generator.messy_voices import write_messy_voices
from sample_data.generator.streams import pick, stream
from sample_data.generator.tables import (
    assessment_table,
    contact_table,
    contract_table,
    loss_table,
    ticket_table,
)
from sample_data.generator.world import World

_EXCEL_EPOCH = date(1899, 12, 30)
_SHOWN = {
    "Account ID": "客户编号",
    "Account name": "客户名称",
    "Industry": "所属行业",
    "Region": "区域",
    "Owner team": "负责人部门",
    "Seats": "席位数",
    "ARR": "年度经常性收入",
    "Renewal date": "续费日期",
}


def write_messy(world: World, folder: Path) -> None:
    """Write the untidy files into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    _accounts(world, folder / "accounts.xlsx")
    _contacts(world, folder / "contacts.xlsx")
    _contracts(world, folder / "contracts.csv")
    _tickets(world, folder / "tickets.csv")
    _activities(world, folder / "activities.csv")
    _usage(world, folder / "usage.csv")
    _losses(world, folder / "losses.csv")
    _assessments(world, folder / "assessments.csv")
    write_messy_voices(world, _calm(world, 40), folder)


def _calm(world: World, several: int) -> list[Account]:
    """Return customers about whom nothing was planted."""
    calm = [a for a in world.accounts if a.part.kind == "ordinary" and not a.part.quirk]
    return calm[: several * 3 : 3]


def _accounts(world: World, path: Path) -> None:
    """Write two title rows, amounts as ¥50,800 or 5.08万, days as 2026年10月15日, a total row."""
    table = account_table(world).set_index("Account ID", drop=False)
    chosen = table.loc[[account.account_id for account in _calm(world, 12)], list(_SHOWN)]
    rows: list[list[Any]] = [
        ["导出时间：2026年10月31日　　金额单位：元（另有注明除外）"],
        [*_SHOWN.values()],
    ]
    for number, row in enumerate(chosen.itertuples(index=False)):
        *first, arr, ends = row
        money = f"¥{arr:,}" if number % 2 else f"{arr / 10_000:g}万"
        rows.append([*first, money, f"{ends.year}年{ends.month}月{ends.day}日"])
    total = int(chosen["ARR"].sum())
    rows.append(["合计", "", "", "", "", int(chosen["Seats"].sum()), f"¥{total:,}", ""])
    write_sheet([["客户清单"], *rows], path, "客户清单", header=2, title="客户清单（2026年10月）")


def _contacts(world: World, path: Path) -> None:
    """Write a merged title, starred headings, no ids, roles in one cell, one person twice."""
    table = contact_table(world)
    ids = [account.account_id for account in _calm(world, 6)]
    chosen = table[table["客户编号"].isin(ids)].head(14)
    rows: list[list[Any]] = [
        ["联系人"],
        ["*姓名", " 客户名称", "部门 ", "职位", "*决策角色", "电子邮箱"],
    ]
    for person in chosen.to_dict("records"):
        roles = person["决策角色"].replace(";", "、")
        company = f" {person['客户名称']}　"
        rows.append(
            [person["联系人姓名"], company, person["部门"], person["职位"], roles, person["邮箱"]]
        )
    rows.append(list(rows[2]))
    write_sheet(rows, path, "Sheet1", header=1, title="重点客户联系人（请勿外传）")


def _contracts(world: World, path: Path) -> None:
    """Write semicolons, 50.800,00 for numbers, 31.10.2026 for days, a byte order mark."""
    table = contract_table(world).drop(columns="Promises")
    ids = [account.account_id for account in _calm(world, 8)]
    chosen = table[table["Account ID"].isin(ids)].tail(12).copy()
    for column in ("ARR", "Contract value"):
        chosen[column] = [_european(value) for value in chosen[column]]
    for column in ("Start date", "End date", "Signed date"):
        chosen[column] = [f"{day:%d.%m.%Y}" for day in chosen[column]]
    write_csv(chosen, path, encoding="utf-8-sig", separator=";")


def _european(value: int) -> str:
    return f"{value:,}".replace(",", ".") + ",00"


def _tickets(world: World, path: Path) -> None:
    """Write GB18030 with line breaks, commas and quotes inside the texts."""
    ids = [account.account_id for account in _calm(world, 40)]
    table = ticket_table(world)
    chosen = table[table["客户编号"].isin(ids)].tail(8).copy()
    chosen["工单编号"] = [f"T9{number:05d}" for number in range(1, len(chosen) + 1)]
    chosen["问题描述"] = [
        f'原文如下：\n"{text}"\n--\n发自手机, 请勿直接回复' for text in chosen["问题描述"]
    ]
    write_csv(chosen, path, encoding="gb18030")


def _activities(world: World, path: Path) -> None:
    """Write month-first days with AM and PM, no activity ids, spellings of a phone system."""
    rng = stream("messy activities")
    rows = []
    for number, account in enumerate(_calm(world, 12)):
        day = pd.Timestamp(2026, 10, 8 + 2 * number, 9 + number % 8, 15)
        rows.append(
            {
                "Account Name": account.company.name,
                "Contact": pick(rng, world.people_of(account)).name,
                "Activity Type": "Phone call",
                "Direction": pick(rng, ("Outbound", "Inbound")),
                "Date": f"{day:%m/%d/%Y %I:%M %p}",
                "Duration": int(rng.integers(2, 30)),
                "Subject": "Check-in call",
                "Result": pick(rng, ("Connected", "Connected", "No answer")),
            }
        )
    write_csv(pd.DataFrame(rows), path)


def _usage(world: World, path: Path) -> None:
    """Write days as Excel's serial numbers, the way a sheet saved as text shows them."""
    rng = stream("messy usage")
    serials = np.arange(18) % 6 + (date(2026, 10, 12) - _EXCEL_EPOCH).days
    ids = np.repeat([account.account_id for account in _calm(world, 3)], 6)
    table = pd.DataFrame(
        {
            "Account ID": ids,
            "Usage date": serials,
            "Event name": "ai_assistant",
            "Usage count": rng.integers(1, 40, 18),
            "Active users": rng.integers(1, 6, 18),
        }
    )
    table["Active users"] = table[["Usage count", "Active users"]].min(axis=1)
    write_csv(table, path)


def _losses(world: World, path: Path) -> None:
    """Write rows of the sample again, and two that cannot be read: no day, and 30 February."""
    table = loss_table(world).tail(6)
    bad = table.tail(2).copy()
    bad["Loss ID"] = ["L901", "L902"]
    bad["Churn date"] = ["", "2026-02-30"]
    write_csv(pd.concat([table, bad]), path)


def _assessments(world: World, path: Path) -> None:
    """Write a criterion that does not exist, an answer off the scale, an answer left blank."""
    table = assessment_table(world)
    calm = [account.account_id for account in _calm(world, 40)]
    chosen = table[table["Account ID"].isin(calm)].tail(12).astype({"Points": object})
    rows = chosen.index
    chosen.loc[rows[2], "Criterion"] = "vision"
    chosen.loc[rows[5], "Points"] = 7
    chosen.loc[rows[8], "Points"] = ""
    write_csv(chosen, path)
