"""A signal's own record in one sentence: what stands beside every warning."""

from lib.backtest.report import BackTest
from lib.backtest.verdicts import LEAST_CHURNED
from lib.locale import Count, Message, Number, Share, msg
from lib.model.frames import row_of

NOT_CHECKED = msg("Not checked against the past yet: open the back-test to have it done.")


def record(test: BackTest, signal: str, grade: str) -> Message:
    """Return what past churn says of a signal at a grade (alert or watch)."""
    if test.n_churned < LEAST_CHURNED:
        return msg(
            "Not enough past churn to say: {n} of the {least} customers needed.",
            n=Count(test.n_churned),
            least=Count(LEAST_CHURNED),
        )
    line = row_of(test.lines.set_index(["signal", "grade"]), (signal, grade))
    alarms, right = int(line["alarms"]), int(line["true_alarms"])
    said = {
        "right": Count(right),
        "alarms": Count(alarms),
        "caught": Count(int(line["caught"])),
        "churners": Count(int(line["churners"])),
    }
    if alarms == 0:
        return msg("On the past it never fired: {churners} customers left without it.", **said)
    if right == 0:
        return msg("On the past none of {alarms} alarms was right.", **said)
    return msg(
        "On the past {right} of {alarms} alarms were right ({share}; by chance {base}), {lead} days"
        " ahead; {caught} of {churners} customers that left were caught.",
        **said,
        share=Share(float(line["precision"])),
        base=Share(float(line["base_rate"]), 1),
        lead=Number(float(line["median_lead_days"]), 0),
    )
