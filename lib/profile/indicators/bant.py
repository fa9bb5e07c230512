"""What must be seen for each indicator of motivation (scoring.md 4.3)."""

from collections.abc import Mapping

from lib.locale import msg
from lib.profile.rubric import Indicator

BUDGET: Mapping[str, Indicator] = {
    "budget_line": Indicator(
        code="B1",
        title=msg("budget line"),
        question=msg("Is there a budget line for the purpose?"),
        weight=10,
        asked=True,
        anchors=(
            msg("None, or it was cut."),
            msg("Money might be found elsewhere."),
            msg("It is expected."),
            msg("It is in the plan."),
            msg("It is approved in writing."),
        ),
    ),
    "approved_amount": Indicator(
        code="B2",
        title=msg("approved amount"),
        question=msg("How does the approved amount compare with our price?"),
        weight=7,
        asked=True,
        anchors=(
            msg("Less than half of it."),
            msg("Half to four fifths of it."),
            msg("About four fifths of it."),
            msg("Four fifths of it up to nearly all."),
            msg("All of it or more."),
        ),
    ),
    "paying_behaviour": Indicator(
        code="B3",
        title=msg("paying behaviour"),
        question=msg("How late did they pay over the last twelve months?"),
        weight=4,
        asked=True,
        anchors=(
            msg("More than 45 days late."),
            msg("16 to 45 days late."),
            msg("About 15 days late."),
            msg("Up to 15 days late."),
            msg("On time."),
        ),
    ),
    "arr_trend": Indicator(
        code="B4",
        title=msg("ARR trend"),
        question=msg("How has their ARR moved within twelve months?"),
        weight=4,
        anchors=(
            msg("Down by 20 % or more."),
            msg("Down by less than 20 %."),
            msg("Up by at most 10 %, or unchanged."),
            msg("Up by 10 to 30 %."),
            msg("Up by more than 30 %."),
        ),
    ),
}
AUTHORITY: Mapping[str, Indicator] = {
    "economic_buyer": Indicator(
        code="A1",
        title=msg("decision maker reached"),
        question=msg("Do we know and reach the person who decides?"),
        weight=12,
        asked=True,
        anchors=(
            msg("It is unknown who decides, or that person has left."),
            msg("The decision maker is known."),
            msg("The decision maker was met once, longer ago."),
            msg("The decision maker was in touch with us within 180 days."),
            msg("The decision maker was in touch with us within 90 days."),
        ),
    ),
    "inner_advocate": Indicator(
        code="A2",
        title=msg("advocate with influence"),
        question=msg("Does somebody with influence speak for us?"),
        weight=7,
        asked=True,
        anchors=(
            msg("Nobody speaks for us."),
            msg("Somebody is well disposed."),
            msg("Somebody speaks for us, without influence."),
            msg("Somebody with some influence speaks for us."),
            msg("Somebody with influence on the decision speaks for us."),
        ),
    ),
    "engaged_people": Indicator(
        code="A3",
        title=msg("people engaged"),
        question=msg("With how many people are we in touch, counted by their share?"),
        weight=6,
        anchors=(
            msg("Hardly more than one person."),
            msg("Nearly two people."),
            msg("About two people."),
            msg("Two to three people."),
            msg("More than three people."),
        ),
    ),
}
NEED: Mapping[str, Indicator] = {
    "stated_need": Indicator(
        code="N1",
        title=msg("stated need"),
        question=msg("Which need is stated, and what follows if it is not met?"),
        weight=10,
        asked=True,
        at_least=True,
        anchors=(
            msg("No need is stated."),
            msg("There is a vague wish."),
            msg("A need is stated."),
            msg("A need is stated with what follows if it is not met."),
            msg("The need has a cost or benefit in figures, at most six months old."),
        ),
    ),
    "demand_themes": Indicator(
        code="N2",
        title=msg("demands of the last 180 days"),
        question=msg("How many of their demands match what we sell?"),
        weight=8,
        anchors=(
            msg("None."),
            msg("A hint."),
            msg("One theme."),
            msg("Several themes of one person."),
            msg("Two themes or more, of two people or more."),
        ),
    ),
    "use_near_limit": Indicator(
        code="N3",
        title=msg("use near the limit"),
        question=msg("How much of what they bought do they use?"),
        weight=7,
        anchors=(
            msg("Less than 50 %."),
            msg("50 to 70 %."),
            msg("About 70 %."),
            msg("70 to 85 %."),
            msg("More than 85 %."),
        ),
    ),
    "alternative": Indicator(
        code="N4",
        title=msg("alternative"),
        question=msg("Are they looking at an alternative?"),
        weight=5,
        asked=True,
        anchors=(
            msg("A competitor is named."),
            msg("They are looking around."),
            msg("They said they might look around."),
            msg("None is known."),
            msg("They have ruled alternatives out."),
        ),
    ),
}
TIMING: Mapping[str, Indicator] = {
    "decision_date": Indicator(
        code="T1",
        title=msg("decision date"),
        question=msg("By when do they decide?"),
        weight=8,
        asked=True,
        anchors=(
            msg("No date."),
            msg("A year is named."),
            msg("A quarter is named."),
            msg("A date is named."),
            msg("A date within 90 days is named, and has not passed."),
        ),
    ),
    "compelling_event": Indicator(
        code="T2",
        title=msg("compelling event"),
        question=msg("Which event forces them to decide, and when is it?"),
        weight=7,
        asked=True,
        anchors=(
            msg("None."),
            msg("An event is hinted at."),
            msg("An event without a date."),
            msg("An event with a month."),
            msg("An event with a date."),
        ),
    ),
    "next_step": Indicator(
        code="T3",
        title=msg("next step"),
        question=msg("Which next step was agreed last?"),
        weight=5,
        asked=True,
        anchors=(
            msg("None, or it is more than 30 days overdue."),
            msg("It is overdue."),
            msg("It is agreed without a date."),
            msg("It has a date."),
            msg("It has a date, for them and for us."),
        ),
    ),
    # Weighs nothing: it only says whether a named date is still to be believed.
    "date_passed": Indicator(
        code="T1b",
        title=msg("dates that passed"),
        question=msg("How often has a date for the decision passed?"),
        weight=0,
        asked=True,
        caps="warm",
        anchors=(
            msg("Twice or more."),
            msg("Twice, the second for a good reason."),
            msg("Once."),
            msg("Once, for a good reason."),
            msg("Never."),
        ),
    ),
}
