"""A chart as the page's script draws it: one series a tone, values as the report writes them."""

from html import escape

from lib.locale import Language, render
from lib.locale.render import shown
from lib.report.blocks import Chart, Tone
from lib.report.writers.charts import TONES
from lib.report.writers.view import Shown


def drawn(chart: Chart, lang: Language) -> Shown:
    """Return a chart as plain values. Texts are escaped: the drawing library reads some HTML."""
    named = {tone: escape(render(name, lang)) for tone, name in chart.legend}
    series: dict[Tone, dict[str, list[object]]] = {}
    groups = [escape(render(name, lang)) for name, _ in chart.groups]
    for place, (_, bars) in enumerate(chart.groups):
        for bar in bars:
            mine = series.setdefault(
                bar.tone, {"place": [], "value": [], "base": [], "label": [], "hint": []}
            )
            label = escape(shown(bar.label, lang))
            said = [groups[place], *([named[bar.tone]] if bar.tone in named else []), label]
            mine["place"].append(place)
            mine["value"].append(bar.value)
            mine["base"].append(bar.base)
            mine["label"].append(label)
            mine["hint"].append("<br>".join(said))
    return {
        "groups": groups,
        "series": [
            {
                "name": named.get(tone, ""),
                "colour": TONES[tone],
                "hatched": tone == "unknown",
                **values,
            }
            for tone, values in series.items()
        ],
        "stacked": any(len(bars) > 1 for _, bars in chart.groups),
        "legend": bool(chart.legend),
    }
