"""Part of who they are: how many customers stand at each stage of the journey."""

from lib.locale import Text, joined, msg, msgs
from lib.profile.journey import SHORT
from lib.report.meanings import profile as meaning
from lib.report.pen import Pen


def journey_stages(pen: Pen) -> list[Text]:
    """Say how many members are at each stage, and of how many it is unknown."""
    stages = pen.members["journey_stage"]
    columns = ("journey_stage", "journey_stage_stated", "journey_status", "journey_reason")
    counted = {
        name: pen.count(meaning.stage_definition(name), stages.index[stages.eq(name)], *columns)
        for name in SHORT
    }
    parts = [msg("{n} {stage}", stage=SHORT[name], n=n) for name, n in counted.items() if n.n]
    unknown = pen.count(meaning.JOURNEY_UNKNOWN, stages.index[stages.isna()], *columns)
    if not parts:
        return [msg("At which stage of the journey they are is unknown.")]
    told: list[Text] = [
        msg("Stages of the journey, judged by use, results and what customers give back: {stages}.",
            stages=joined(parts))
    ]  # fmt: skip
    if unknown.n:
        told.append(
            msgs(
                "For {n} customer the stage is unknown.",
                "For {n} customers the stage is unknown.",
                unknown.n,
                n=unknown,
            )
        )
    return told
