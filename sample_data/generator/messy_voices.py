"""Untidy lists of demands, interviews and walk-throughs, as people really send them."""

from pathlib import Path
from typing import Any

import pandas as pd

from sample_data.generator.accounts import Account
from sample_data.generator.files import write_csv, write_sheet
from sample_data.generator.voice_tables import demand_table, interview_table, walkthrough_table
from sample_data.generator.world import World

_DEMAND_HEADINGS = {
    "Account name": "客户名称",
    "Demand statement": "需求描述",
    "Demand phase": "付费阶段",
    "Wants or opposes": "需求方向",
    "Demand importance": "重要性",
    "Demand state": "处理状态",
    "Due date": "承诺日期",
    "Date raised": "提出日期",
}
_DEMAND_WORDS = {
    "after payment": "售后", "before payment": "售前", "wants": "希望", "opposes": "反对",
    "new": "待评估", "accepted": "已受理", "planned": "已排期", "in progress": "开发中",
    "delivered": "已上线", "declined": "不予考虑",
}  # fmt: skip
_WALK_WORDS = {"fine": "OK", "slow": "超时", "blank": "nobody", "duplicate": "twice"}
_N_DEMANDS, _N_WALKS = 14, 18
_METHODS = {"电话": "phone", "拜访": "上门", "视频": "线上"}


def write_messy_voices(world: World, calm: list[Account], folder: Path) -> None:
    """Write the untidy files into `folder`."""
    _demands(world, [account.account_id for account in calm], folder / "demands.csv")
    _interviews(world, folder / "interviews.xlsx")
    _walkthroughs(world, folder / "walkthroughs.csv")


def _demands(world: World, ids: list[str], path: Path) -> None:
    """Write words of a Chinese list, days as 2026/9/3, one off the scale, one that says nothing."""
    table = demand_table(world)
    chosen = table[table["Account ID"].isin(ids)].tail(_N_DEMANDS).astype(object)
    chosen = chosen[list(_DEMAND_HEADINGS)].rename(columns=_DEMAND_HEADINGS)
    for heading in ("承诺日期", "提出日期"):
        chosen[heading] = [_slashed(day) for day in chosen[heading]]
    chosen = chosen.map(lambda cell: _DEMAND_WORDS.get(cell, cell))
    rows = chosen.index
    chosen.loc[rows[3], "重要性"] = 9
    chosen.loc[rows[6], "需求描述"] = ""
    write_csv(chosen, path, encoding="gb18030")


def _slashed(day: Any) -> str:  # noqa: ANN401 -- a day, or nothing
    return "" if pd.isna(day) else f"{day.year}/{day.month}/{day.day}"


def _interviews(world: World, path: Path) -> None:
    """Write a merged title and a remark above the header, days in words, Y and N, a last line."""
    table = interview_table(world).tail(16).drop(columns=["客户编号", "访谈编号"])
    table["访谈日期"] = [f"{day.year}年{day.month}月{day.day}日" for day in table["访谈日期"]]
    table["访谈方式"] = table["访谈方式"].map(_METHODS)
    table["同意引用"] = table["同意引用"].map({"是": "Y", "否": "N"}).fillna("")
    rows: list[list[Any]] = [["说明：原话请勿外传"], list(table.columns)]
    rows += table.to_numpy(dtype=object).tolist()
    rows.append([f"合计：{len(table)}条", *[""] * (len(table.columns) - 1)])
    title = "客户深访记录（2026年秋）"
    write_sheet([[title], *rows], path, "记录", header=2, title=title)


def _walkthroughs(world: World, path: Path) -> None:
    """Write semicolons, days as 21.09.2026, findings in the words of whoever walked."""
    table = walkthrough_table(world).tail(_N_WALKS).drop(columns=["Account ID", "Account name"])
    table["Walkthrough date"] = [f"{day:%d.%m.%Y}" for day in table["Walkthrough date"]]
    table["Walkthrough finding"] = table["Walkthrough finding"].replace(_WALK_WORDS)
    write_csv(table.astype({"Minutes taken": object}), path, separator=";")
