"""What the check of an average comes to, in sentences."""

from lib.locale import Message, Number, Share, msg, msgs
from lib.locale.message import Value
from lib.segments.compare.average import LEAST_ACCOUNTS, Average, Hidden, Split
from lib.segments.compare.behaviour import Behaviour
from lib.segments.compare.scan import LEAST
from lib.segments.wording import words

_TENTHS = 10


def amount(behaviour: Behaviour, value: float) -> Share | Number | Message:
    """Return a value of a behaviour as a message can hold it."""
    if value != value:  # noqa: PLR0124 - NaN
        return msg("unknown")
    if behaviour.form == "share":
        return Share(round(value, 2) + 0.0)
    return Number(value, 0 if abs(value) >= _TENTHS else 1)


def average_finding(found: Average) -> Message:
    """Say whether the average hides two groups, and if nothing was found, what that means."""
    if not found.judged:
        return msg(
            "Too few customers to look for two groups: it takes {least} with known behaviour,"
            " {side} on either side. Here are {n}.",
            least=str(LEAST_ACCOUNTS),
            side=str(LEAST),
            n=str(max(found.n, found.n_then)),
        )
    if found.splits:
        return split_words(found, found.splits[0])
    if found.hidden:
        return hidden_words(found, found.hidden[0])
    return msgs(
        "No attribute splits the customers into two groups that behave differently: {n} question"
        " was asked. The average may be used.",
        "No attribute splits the customers into two groups that behave differently: {n} questions"
        " were asked. The average may be used.",
        found.asked,
    )


def split_words(found: Average, split: Split) -> Message:
    """Say how two groups differ in what differs most."""
    behaviour, row = most_different(found, split)
    values: dict[str, Value] = {
        "condition": words(split.question.condition),
        "what": behaviour.title,
        "yes": amount(behaviour, row["yes"]),
        "no": amount(behaviour, row["no"]),
        "n": str(len(split.yes)),
        "others": str(len(split.no)),
    }
    if split.together:
        return msg(
            "The average hides two groups. Where {condition} ({n} customers) everything together is"
            " different from the others ({others}), {what} most: {yes} against {no}.",
            **values,
        )
    if split.when == "then":
        return msg(
            "The average hides two groups. Where {condition} ({n} customers a year ago), {what} is"
            " {yes}; with the others ({others}) it is {no}.",
            **values,
        )
    return msg(
        "The average hides two groups. Where {condition} ({n} customers), {what} is {yes}; with the"
        " others ({others}) it is {no}.",
        **values,
    )


def most_different(found: Average, split: Split) -> tuple[Behaviour, dict[str, float]]:
    """Return the behaviour in which the groups of a split differ most clearly, and its row."""
    rows = split.rows[split.rows["found"]] if split.rows["found"].any() else split.rows
    width = (rows["high"] - rows["low"]).where(lambda x: x > 0)
    clear = ((rows["yes"] - rows["no"]).abs() / width).fillna(-1.0).to_numpy()
    row = rows.to_dict("records")[int(clear.argmax())]
    frame = next(frame for frame in found.frames if frame.when == split.when)
    behaviour = next(b for b in frame.behaviours if b.key == row["key"])
    return behaviour, {str(name): value for name, value in row.items() if name != "key"}


def hidden_words(found: Average, hidden: Hidden) -> Message:
    """Say that a distribution has two humps, and whether anything known explains them."""
    values: dict[str, Value] = {
        "what": hidden.behaviour.title,
        "low": str(hidden.found.n_low),
        "high": str(hidden.found.n_high),
        "cut": amount(hidden.behaviour, hidden.found.cut),
    }
    if hidden.explained is None:
        return msg(
            "There are two groups by {what}: {low} customers below {cut} and {high} above. None of"
            " the {n} questions about known attributes explains it.",
            n=str(found.asked),
            **values,
        )
    return msg(
        "There are two groups by {what}: {low} customers below {cut} and {high} above. {condition}"
        " goes with it.",
        condition=words(hidden.explained.condition),
        **values,
    )
