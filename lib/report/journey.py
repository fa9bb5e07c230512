"""Part of who they are: how many customers stand at each stage of the journey."""

from lib.locale import Text, joined, msg
from lib.profile.journey import SHORT
from lib.report.meanings import profile as meaning
from lib.report.pen import Pen


def journey_stages(pen: Pen) -> list[Text]:
    """Say how many members are at each stage, and of how many it is unknown."""
    stages = pen.members["journey_stage"]
    columns = ("journey_stage", "journey_stage_stated", "journey_status", "journey_reason")
    parts = [
        msg(
            "{stage} {n}",
            stage=title,
            n=pen.count(meaning.stage_definition(name), stages.index[stages.eq(name)], *columns),
        )
        for name, title in SHORT.items()
    ]
    unknown = pen.count(meaning.JOURNEY_UNKNOWN, stages.index[stages.isna()], *columns)
    told: list[Text] = [
        msg("By use, results and what they give, the stages of the journey are: {stages}.",
            stages=joined(parts))
    ]  # fmt: skip
    if unknown.n:
        told.append(msg("Of {n} the stage is unknown.", n=unknown))
    return told
