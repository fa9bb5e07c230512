"""The checklist of a month to take away: as Markdown, and as a table."""

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

import pandas as pd

from lib.locale import Language, Message, Text, msg, render
from lib.locale.render import shown
from lib.month.procedure import Line
from lib.month.states import STATES, Item, State

Row: TypeAlias = tuple[Line, date, State, tuple[Item, ...], str]
_SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>#|"})


def as_markdown(finding: Message, rows: Sequence[Row], lang: Language) -> bytes:
    """Return a heading sentence and a list of tasks, ticked where they are done."""
    lines = [f"# {_safe(finding, lang)}", ""]
    for line, due, state, items, note in rows:
        box = "x" if state == "done" else " "
        about = msg("{state} · due {day}", state=STATES[state], day=due)
        lines.append(f"- [{box}] **{_safe(line.named(), lang)}** — {_safe(about, lang)}")
        told = (*(() if not line.worded() else (line.worded(),)), *(one.words for one in items))
        lines += [f"  - {_safe(text, lang)}" for text in (*told, note) if text]
    return ("\n".join(lines) + "\n").encode()


def as_rows(rows: Sequence[Row], lang: Language) -> pd.DataFrame:
    """Return one row a step under headings in words."""
    stop = "" if lang == "zh" else " "
    found = [
        (
            render(line.named(), lang),
            render(STATES[state], lang),
            pd.Timestamp(due),
            render(line.by(), lang),
            render(line.worded(), lang),
            stop.join(render(one.words, lang) for one in items),
            note,
        )
        for line, due, state, items, note in rows
    ]
    headings = (msg("Step"), msg("State"), msg("Due"), msg("Role"), msg("What is to be done"),
                msg("What the data say"), msg("Note"))  # fmt: skip
    return pd.DataFrame(found, columns=[render(one, lang) for one in headings])


def _safe(text: Text, lang: Language) -> str:
    return shown(text, lang).replace("\n", " ").translate(_SPECIAL)
