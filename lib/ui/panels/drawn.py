"""Charts of a report drawn once: a page is run again at every press, its report is the same."""

from weakref import WeakKeyDictionary

from lib.locale import Language
from lib.report.blocks import Chart
from lib.report.register import Register
from lib.report.writers.charts import svg

# By the register, which lives as long as its draft is remembered; the chart is kept beside its
# picture, so that its identity is not given to another one meanwhile.
_DRAWN: WeakKeyDictionary[Register, dict[tuple[int, Language], tuple[Chart, str]]] = (
    WeakKeyDictionary()
)


def drawn(chart: Chart, register: Register, lang: Language) -> str:
    """Return a chart as SVG."""
    pictures = _DRAWN.setdefault(register, {})
    key = (id(chart), lang)
    if key not in pictures:
        pictures[key] = (chart, svg(chart, register, lang))
    return pictures[key][1]
