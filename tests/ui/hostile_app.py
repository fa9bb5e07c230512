"""An app for the browser test: the real frame and server, a fake desk, hostile names everywhere.

Run with the port and the folder in which pages are written.
"""

import sys
from pathlib import Path
from types import ModuleType

from tests.ui.conftest import FakeDesk

CANARY = "http://canary.invalid/p.png"
NAMES = (
    f"![i]({CANARY})",
    f"[link]({CANARY})",
    f"<img src=x onerror=\"window.__xss=1\"><a href='{CANARY}'>a</a>",
    "<script>window.__xss=1</script>",
    f"{CANARY} www.canary.invalid x@canary.invalid",
    ":material/home: :smile: $a$ and $b$ `c` # 1. *e* ~~s~~",
    "javascript:window.__xss=1",
)
APP = """
from lib.locale import msg
from lib.ui import frame
links = (frame.Link("pages/overview.py", msg("Overview"), "overview"),
         frame.Link("pages/accounts.py", msg("Accounts"), "accounts"))
frame.run((frame.Group(msg("Review"), links),))
"""
PAGE = """
from datetime import date
import pandas as pd
import streamlit as st
from lib.errors import DeskError
from lib.locale import Share, msg
from lib.ui import charts, components, filters, frame, metrics, tables
from lib.ui.units import SHARE, money
from lib.ui.wording import said, say
from tests.ui.hostile_app import Figure, NAMES

long = " ".join(NAMES)
frame.header(long, long)
components.finding(msg("{name} left.", name=long))
metrics.metric_row([Figure(f"m{n}", msg("{x}", x=name), Share(0.5), msg("{x}", x=name),
                           rows=pd.DataFrame({"a": [1]})) for n, name in enumerate(NAMES[:4])])
for n, name in enumerate(NAMES):
    st.button(said(name), key=f"b{n}", help=said(name))
filters.pills("name", long, {name: name for name in NAMES})
filters.select("one", long, {name: name for name in NAMES})
components.unknown(long)
components.problem(DeskError("x", msg("{x}", x=long), msg("{x}", x=long)))
components.empty(long)
with st.expander(said(long), expanded=True):
    st.caption(say("By {x}", x=long))
rows = pd.DataFrame({"value": NAMES, "arr": range(1, 8), "risk": [i / 7 for i in range(7)]})
tables.table(rows, {"value": tables.text(long), "arr": tables.number(long, money(None))}, "t")
tables.plain(rows, "p")
heading = charts.Heading(long, long)
parts = charts.Parts(label="value", title=long, value="arr", value_title=long, risk="risk")
left, right = st.columns(2)
with left:
    charts.show(charts.treemap(heading, rows, parts), "treemap")
with right:
    charts.show(charts.bars(heading, rows, parts), "bars")
months = pd.DataFrame({"month": pd.date_range("2026-01-31", periods=6, freq="ME"),
                       **{f"s{n}": [n + m for m in range(6)] for n in range(4)}})
trend = charts.Trend(time="month", series={f"s{n}": NAMES[n] for n in range(4)})
charts.show(charts.lines(heading, months, trend), "lines")
weeks = pd.DataFrame({"week": pd.date_range("2026-01-04", periods=40, freq="7D"), "value": 5.0})
marks = pd.DataFrame([(pd.Timestamp("2026-02-01"), "tickets", name) for name in NAMES],
                     columns=["day", "lane", "text"])
windows = (charts.Window(date(2026, 3, 1), date(2026, 3, 20), NAMES[2]),)
story = charts.Story(usage=weeks, usage_title=NAMES[2], marks=marks, windows=windows)
charts.show(charts.timeline(heading, story), "story")
st.text("the end of the page")
"""


class Figure:
    """A headline figure without change, line or notes."""

    change = why = None
    trend: tuple[float, ...] = ()

    def __init__(
        self, key: str, title: object, value: object, definition: object, rows: object
    ) -> None:
        self.key, self.title, self.value = key, title, value
        self.definition, self.rows = definition, rows


class HostileDesk(FakeDesk):
    """A desk whose segments have the names that somebody would like to be run."""

    def saved(self) -> dict[str, str]:
        return {"all": "all"} | dict.fromkeys(NAMES, "all")


def main(port: int, folder: Path) -> None:
    """Serve the hostile page with the server of the app."""
    module = ModuleType("lib.desk")
    module.Desk = type("Desk", (), {"from_environment": staticmethod(HostileDesk)})  # type: ignore[attr-defined]
    sys.modules["lib.desk"] = module
    (folder / "pages").mkdir()
    (folder / "app.py").write_text(APP, "utf-8")
    (folder / "pages" / "overview.py").write_text(PAGE, "utf-8")
    (folder / "pages" / "accounts.py").write_text("import streamlit as st\nst.title('a')", "utf-8")

    from lib.ui import server  # noqa: PLC0415 - the fake desk must be in place first

    server.serve("127.0.0.1", port, served=server.application(folder / "app.py"))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
