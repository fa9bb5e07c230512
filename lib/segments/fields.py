"""The fields that a rule may ask for: what they are called, and how they are compared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType

from lib.errors import DeskError
from lib.locale import Message, joined, msg
from lib.model import KINDS, Type
from lib.segments.book import CUSTOM
from lib.segments.extra import (
    CONTACTS,
    CONTRACTS,
    OF_CONTACTS,
    OF_CONTRACTS,
    USAGE,
    USAGE_SHARE,
)
from lib.segments.rule import SPANS
from lib.segments.titles import OF_ROWS, TITLES, VALUES
from lib.signals.registry import all_signals

_TEXT = ("=", "!=", "in", "contains")
_NUMBER = ("=", "!=", "<", "<=", ">", ">=", "in")
_SIGNAL = ("=", "!=", "in")
_DAY = (*SPANS, "=", "!=", "before", "<=", "after", ">=")
SEGMENT = "segment"
OPERATORS: Mapping[Type, tuple[str, ...]] = {
    Type.ID: _TEXT,
    Type.TEXT: _TEXT,
    Type.CHOICE: _TEXT,
    Type.TAGS: _TEXT,
    Type.AMOUNT: _NUMBER,
    Type.COUNT: _NUMBER,
    Type.SHARE: _NUMBER,
    Type.DAY: _DAY,
    Type.TIME: _DAY,
    Type.FLAG: ("=", "!="),
}
# What the source says in a column of its own may be text or numbers: its values decide.
CUSTOM_OPERATORS = tuple(dict.fromkeys((*_TEXT, *_NUMBER)))
KNOWN = ("is known", "is unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: `column` of the book, other names it answers to, and its allowed values.

    `choices` maps value → spellings that mean it; empty where any value may occur.
    """

    name: str
    type: Type
    title: Message | str
    column: str
    aliases: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: Mapping[str, Message] = field(default_factory=dict)

    @property
    def is_custom(self) -> bool:
        """Whether the source brought it and no kind knows it."""
        return self.name.startswith(CUSTOM)

    @property
    def is_set(self) -> bool:
        """Whether an account may have several of its values."""
        return self.type == Type.TAGS

    @property
    def operators(self) -> tuple[str, ...]:
        """How it may be compared."""
        if self.is_custom:
            return (*CUSTOM_OPERATORS, *KNOWN)
        if self.name == SEGMENT:
            return _SIGNAL
        return (*(_SIGNAL if self.name == "signal" else OPERATORS[self.type]), *KNOWN)


_COLUMNS = {  # name of a field where it differs from its column in the book
    "tag": "tags",
    "signal": "signals",
}
_WORKED_OUT: Mapping[str, tuple[Type, tuple[str, ...]]] = {
    "account_id": (Type.ID, ("客户编号",)),
    "is_customer": (Type.FLAG, ("现有客户",)),
    "renewal_on": (Type.DAY, ("续费日期", "到期日")),
    "renewal_days": (Type.COUNT, ("距到期天数",)),
    "maturity_status": (Type.CHOICE, ("成熟度状态",)),
    "maturity_score": (Type.COUNT, ("成熟度得分",)),
    "maturity_coverage": (Type.SHARE, ("成熟度覆盖率",)),
    "maturity_age_months": (Type.COUNT, ("成熟度依据月龄",)),
    "maturity_disagreement": (Type.COUNT, ("成熟度评分分歧",)),
    "bant_level": (Type.CHOICE, ("bant", "motivation", "动机")),
    "bant_status": (Type.CHOICE, ("动机状态",)),
    "bant_score": (Type.COUNT, ("动机得分",)),
    "bant_coverage": (Type.SHARE, ("动机覆盖率",)),
    "fit": (Type.CHOICE, ("ideal customer", "理想客户", "客户类型")),
    "journey_stage_stated": (Type.CHOICE, ("来源所述旅程阶段",)),
    "journey_status": (Type.CHOICE, ("旅程阶段状态",)),
    "journey_reason": (Type.TAGS, ("旅程依据",)),
    "bant_age_months": (Type.COUNT, ("动机依据月龄",)),
    "bant_disagreement": (Type.COUNT, ("动机评分分歧",)),
    "completeness": (Type.SHARE, ("档案完整度", "完整度")),
    "n_contacts": (Type.COUNT, ("联系人数",)),
    "n_decision_makers": (Type.COUNT, ("决策人数",)),
    "n_influencers": (Type.COUNT, ("决策影响人数",)),
    "n_end_users": (Type.COUNT, ("产品使用者数",)),
    "n_departments": (Type.COUNT, ("部门数",)),
    "last_heard_on": (Type.DAY, ("最近双向联系",)),
    "decision_maker_heard_days": (Type.COUNT, ("决策人未联系天数",)),
    "n_people_heard": (Type.COUNT, ("有联系人数",)),
    "n_roles_heard": (Type.COUNT, ("有联系角色数",)),
    "people_in_effect": (Type.COUNT, ("有效联系人数",)),
    "group_findings": (Type.TAGS, ("group finding", "客户群问题")),
    "signal": (Type.TAGS, ("signals", "churn signal", "流失信号", "信号")),
    "n_alerts": (Type.COUNT, ("警报数",)),
    "n_watch": (Type.COUNT, ("关注数",)),
    "n_unknown": (Type.COUNT, ("未知信号数",)),
    "worst": (Type.CHOICE, ("最高级别",)),
    "risk": (Type.SHARE, ("churn risk", "流失风险")),
    "risk_band": (Type.CHOICE, ("risk band", "流失风险等级")),
    "active_users": (Type.COUNT, ("活跃人数", "active users")),
    "seat_utilization": (Type.SHARE, ("席位使用率",)),
    "uses": (Type.COUNT, ("使用次数",)),
    "last_used_on": (Type.DAY, ("最近使用",)),
    "tickets_90": (Type.COUNT, ("近90天工单数",)),
    SEGMENT: (Type.TAGS, ("客群",)),
}
_LEFT_OUT = {"account_id", "renewal_date", "mrr"}  # worked out above, or part of another field


def _worked_out() -> dict[str, Field]:
    return {
        name: Field(
            name=name,
            type=kind,
            title=TITLES[name],
            column=_COLUMNS.get(name, name),
            aliases=aliases,
            choices={value: (value,) for value in VALUES.get(name, {})},
            names=VALUES.get(name, {}),
        )
        for name, (kind, aliases) in _WORKED_OUT.items()
    }


def _of_accounts() -> dict[str, Field]:
    fields = {}
    for column in KINDS["accounts"].columns:
        name = "tag" if column.name == "tags" else column.name
        if name not in _LEFT_OUT:
            fields[name] = Field(
                name=name,
                type=column.type,
                title=TITLES[name],
                column=column.name,
                aliases=(column.name, *column.headings),
                choices=column.choices,
                names=VALUES.get(name, {}),
            )
    return fields


FIELDS: Mapping[str, Field] = MappingProxyType(_of_accounts() | _worked_out())


def field_named(text: str) -> Field:
    """Return the field of that name, heading or Chinese name.

    `custom.<name>`, `usage.<feature>`, `usage_share.<feature>`, `contracts.<name>` and
    `contacts.<name>` always are one.

    DeskError with near names when there is none.
    """
    prefix, dot, own = text.partition(".")
    if own and f"{prefix.casefold()}{dot}" in _OWN:
        return _OWN[f"{prefix.casefold()}{dot}"](own)
    found = _by_name().get(_key(text))
    if found is None:
        raise DeskError(
            "unknown_field",
            msg("There is no field named '{name}'.", name=text),
            _near(_key(text)),
        )
    return FIELDS[found]


def _of_source(own: str) -> Field:
    return Field(name=CUSTOM + own, type=Type.TEXT, title=own, column=CUSTOM + own)


def _of_use(own: str) -> Field:
    title = msg("uses of {feature} in 4 weeks", feature=own)
    return Field(name=USAGE + own, type=Type.COUNT, title=title, column=USAGE + own)


def _of_share(own: str) -> Field:
    title = msg("share of {feature} in what is used", feature=own)
    return Field(name=USAGE_SHARE + own, type=Type.SHARE, title=title, column=USAGE_SHARE + own)


def _of_contracts(own: str) -> Field:
    column = own if own in OF_CONTRACTS else ""
    title = msg("{column} of a running contract", column=OF_ROWS.get(column, own))
    return _of_rows("contracts", CONTRACTS + own, title)


def _of_contacts(own: str) -> Field:
    column = own if own in OF_CONTACTS else ""
    title = msg("{column} of a contact", column=OF_ROWS.get(column, own))
    return _of_rows("contacts", CONTACTS + own, title)


def _of_rows(kind: str, name: str, title: Message) -> Field:
    """Return a field that is a set of what several rows of an account say."""
    stored = {column.name: column for column in KINDS[kind].columns}.get(name.partition(".")[2])
    choices = {} if stored is None else stored.choices
    if stored is not None and stored.type == Type.FLAG:
        choices = {"yes": ("true", "y", "1", "是"), "no": ("false", "n", "0", "否")}
    return Field(name=name, type=Type.TAGS, title=title, column=name, choices=choices)


_OWN: Mapping[str, Callable[[str], Field]] = {
    CUSTOM: _of_source,
    USAGE: _of_use,
    USAGE_SHARE: _of_share,
    CONTRACTS: _of_contracts,
    CONTACTS: _of_contacts,
}


def value_meant(of: Field, text: str) -> str:
    """Return the value that a text stands for; DeskError when the field cannot have it."""
    choices = choices_of(of)
    if not choices:
        return text
    key = _key(text)
    for value, spellings in choices.items():
        if key in {_key(value), *map(_key, spellings)}:
            return value
    raise DeskError(
        "unknown_value",
        msg("{field} cannot be '{value}'.", field=of.title, value=text),
        msg("Possible: {names}.", names=joined(list(choices))),
    )


def value_name(of: Field, value: str) -> Message | str:
    """Return how a value is called in a sentence; data are never translated."""
    if of.name == "signal":
        titles = {signal.key: signal.title for signal in all_signals()}
        return titles.get(value, value)
    return of.names.get(value, value)


def choices_of(of: Field) -> Mapping[str, tuple[str, ...]]:
    """Return the words that a field has of its own, with their spellings; else nothing."""
    if of.name == "signal":
        return {signal.key: (signal.key,) for signal in all_signals()}
    return of.choices


def _key(text: str) -> str:
    return text.casefold().replace("_", " ").strip()


@cache
def _by_name() -> Mapping[str, str]:
    """Return names and other names → field; a field's own name wins over another's heading."""
    names = {_key(name): name for name in FIELDS}
    for name, field_of_name in FIELDS.items():
        for alias in field_of_name.aliases:
            names.setdefault(_key(alias), name)
    return names


def _near(key: str) -> Message:
    near = [_by_name()[hit] for hit in get_close_matches(key, list(_by_name()), n=8, cutoff=0.7)]
    if near:
        return msg("Did you mean {names}?", names=joined(list(dict.fromkeys(near))[:3]))
    return msg("Known fields: {names}.", names=joined(list(FIELDS)))
