"""The report as one HTML file that needs nothing else: no request, its own font and script.

Charts are pictures in the page; where its script may run, they can be asked for their values.
"""

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from plotly.offline import get_plotlyjs

from lib.locale import msg, render
from lib.report.blocks import Chart, Report
from lib.report.writers import charts, fonts
from lib.report.writers.interactive import drawn
from lib.report.writers.parts import subtitle
from lib.report.writers.view import Shown, View

_FOLDER = Path(__file__).parent
_TEMPLATE = "report.html.j2"
_SCRIPT = _FOLDER / "report.js"


def write(report: Report) -> bytes:
    """Return the report as HTML in UTF-8. The same report gives the same bytes."""
    view = View(report)
    sections = view.sections()
    interactive = _pictures(sections, report)
    page = _templates().get_template(_TEMPLATE)
    scripts = (get_plotlyjs(), _SCRIPT.read_text()) if interactive else ()
    shown = {
        "lang": "zh-CN" if report.lang == "zh" else "en",
        "title": render(report.title, report.lang),
        "subtitle": subtitle(report),
        "contents": render(msg("Contents"), report.lang),
        "sections": sections,
        "register": view.register(),
        "charts": interactive,
        # Ours and plotly's, word for word: no text of a report is in them.
        "scripts": [Markup(script) for script in scripts],  # noqa: S704
        "hashes": [_hash(script) for script in scripts],
    }
    bare = page.render(**shown, font=None)
    part = fonts.chinese_part([bare])
    whole = page.render(**shown, font=fonts.as_woff(part)) if part else bare
    return whole.encode()


def _hash(script: str) -> str:
    """Return by which a page names the scripts that may run in it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"


def _pictures(sections: list[Shown], report: Report) -> list[Shown]:
    """Draw every chart into its block; return what the script draws them from."""
    found: list[Shown] = []
    for section in sections:
        for block in section["blocks"]:  # type: ignore[attr-defined]
            if isinstance(chart := block.get("chart"), Chart):
                block["number"] = len(found)
                # Drawn by us from numbers; its texts are glyphs, and its words are escaped there.
                block["svg"] = Markup(charts.svg(chart, report.register, report.lang))  # noqa: S704
                found.append(drawn(chart, report.lang))
    return found


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
