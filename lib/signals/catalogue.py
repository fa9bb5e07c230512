"""The signal catalogue as a page, made of the definitions.

Regenerate with `python -m lib.signals.catalogue > lib/signals/catalog/README.md`; a test
says when that was forgotten.
"""

import sys
from collections.abc import Iterator

from lib.locale import Count, Language, Message, Number, joined, msg, render
from lib.model import KINDS
from lib.signals.answers import NOT_EVALUATED
from lib.signals.registry import all_signals
from lib.signals.spec import GROUPS, Example, Signal

_SEVERITIES: dict[int, Message] = {
    NOT_EVALUATED: msg("unknown"),
    0: msg("no sign"),
    1: msg("watch"),
    2: msg("alert"),
    3: msg("alert, highest severity"),
}


def catalogue_page(lang: Language) -> str:
    """Return the whole catalogue as Markdown."""
    lines = [
        f"# {render(msg('Churn signals'), lang)}",
        "",
        render(
            msg(
                "Made from the definitions by `python -m lib.signals.catalogue`; do not edit by"
                " hand. Severity 1 is worth watching, 2 and 3 are alerts, unless the confidence is"
                " below one half: then they are worth watching too. What cannot be judged is"
                " unknown, with its reason, and never counts as no sign."
            ),
            lang,
        ),
        "",
    ]
    for signal in all_signals():
        lines += _section(signal, lang)
    return "\n".join(lines).rstrip() + "\n"


def _section(signal: Signal, lang: Language) -> Iterator[str]:
    yield f"## {render(signal.title, lang)} (`{signal.version}`)"
    yield ""
    yield f"**{render(signal.question, lang)}**"
    yield ""
    for name, text in (
        (msg("Group"), GROUPS[signal.group]),
        (msg("Unit"), signal.unit),
        (msg("Needs"), msg("{kinds}", kinds=joined([KINDS[k].title for k in signal.needs]))),
        (msg("Why these thresholds"), signal.thresholds.why),
        (msg("Blind spots"), signal.blind_spots),
        (msg("What to do"), signal.advice),
    ):
        yield f"- {render(msg('{name}: {text}', name=name, text=text), lang)}"
    yield ""
    yield from _thresholds(signal, lang)
    yield f"### {render(msg('Why it may be unknown'), lang)}"
    yield ""
    for code, reason in signal.reasons.items():
        yield f"- `{code}`: {render(reason, lang)}"
    yield ""
    yield f"### {render(msg('Examples'), lang)}"
    yield ""
    for example in signal.examples:
        yield f"- {_example(example, signal, lang)}"
    yield ""


def _thresholds(signal: Signal, lang: Language) -> Iterator[str]:
    yield f"| {render(msg('Threshold'), lang)} | {render(msg('Value'), lang)} |"
    yield "| --- | ---: |"
    for name, value in signal.thresholds.values.items():
        yield f"| `{name}` | {value:g} |"
    yield ""


_NO_MATTER = msg("does not apply")


def _example(example: Example, signal: Signal, lang: Language) -> str:
    if example.severity == NOT_EVALUATED and example.reason is not None:
        outcome: Message = msg(
            "{grade} ({reason})",
            grade=_NO_MATTER
            if example.reason in signal.does_not_apply
            else _SEVERITIES[NOT_EVALUATED],
            reason=signal.reasons[example.reason],
        )
    else:
        value = example.value or 0.0
        shown = Count(int(value)) if value == int(value) else Number(value, 1)
        outcome = msg("{grade} at {value}", grade=_SEVERITIES[example.severity], value=shown)
    return render(msg("{name}: {outcome}.", name=example.name, outcome=outcome), lang)


if __name__ == "__main__":
    sys.stdout.write(catalogue_page("en"))
