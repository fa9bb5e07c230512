"""What strata, people and acts are called on this page."""

from collections.abc import Callable, Mapping

import streamlit as st

from lib.errors import DeskError
from lib.interviews import strata
from lib.interviews.asked import ROLES
from lib.interviews.conversations import UNKNOWN
from lib.interviews.strata import DIMENSIONS
from lib.locale import Message, Text, msg
from lib.profile import maturity
from lib.profile.journey import SHORT
from lib.ui import components
from lib.ui.wording import shown

ROLE_NAMES: Mapping[str, Message] = {**ROLES, UNKNOWN: msg("role unknown")}
LEVELS: Mapping[str, Message] = {**maturity.LEVELS, UNKNOWN: msg("maturity unknown")}
STAGES: Mapping[str, Message] = SHORT
WAYS_DONE: Mapping[str, Message] = {
    "call": msg("Call"),
    "visit": msg("Visit"),
    "video": msg("Video call"),
}
BY: Mapping[str, Message] = {**DIMENSIONS, "role": msg("Role")}


def value_names(dimension: str, values: list[str], n_bands: int) -> dict[str, Text]:
    """Return what the values of a dimension, or of the role, are called."""
    if dimension == "role":
        return dict(ROLES)
    return {value: strata.value_name(dimension, value, n_bands) for value in values}


def author() -> str:
    """Return who acts here."""
    return shown(msg("this desk"))


def tried(act: Callable[[], object]) -> None:
    """Do it; what is refused is said above the page on the next run."""
    try:
        act()
    except DeskError as error:
        st.toast(components.problem_words(error))
