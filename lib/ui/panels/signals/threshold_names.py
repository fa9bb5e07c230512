"""What the values of thresholds are called by people; the same word for the same thing."""

from collections.abc import Mapping

from lib.desk.churn.judged_by import PER_100
from lib.locale import Message, Text, msg

_STEPS: Mapping[str, Message] = {
    "watch": msg("Watch from"),
    "alert": msg("Alert from"),
    "high": msg("High alert from"),
}
_WHAT: Mapping[str, Message] = {
    "share": msg("share"),
    "times": msg("times"),
    "pain": msg("unresolved pain"),
    "days": msg("days"),
    "people": msg("people"),
    "chance": msg("chance"),
    "below_5": msg("below 5 a week"),
    "5_to_20": msg("5 to 20 a week"),
    "20_to_80": msg("20 to 80 a week"),
    "from_80": msg("80 a week and more"),
}
_NAMES: Mapping[str, Message] = {
    PER_100: msg("New alarms a month per 100 accounts"),
    "bad_satisfaction": msg("Poor satisfaction, at most"),
    "by_day_confidence": msg("Confidence when people are counted by day"),
    "cadence_days": msg("Planned days between contacts"),
    "chance": msg("Chance, at most"),
    "close_days": msg("Close: days to the end"),
    "contacts_a_quarter": msg("Least contacts logged a quarter by all"),
    "core_action_days": msg("Core action within days"),
    "deal_days": msg("Days without a step in the renewal deal"),
    "decider_days": msg("Days without a decision maker heard"),
    "doubtful_p": msg("Doubtful from p"),
    "fall_points": msg("Fall, in share points"),
    "first_use_days": msg("First use within days"),
    "forgotten_days": msg("Forgotten after days"),
    "grace_days": msg("Days of grace after more seats"),
    "half_seats_days": msg("Half the seats used within days"),
    "high_features": msg("Features for a high alert, from"),
    "least_active_weeks": msg("Least weeks of use"),
    "least_calls": msg("Least API calls"),
    "least_closed": msg("Least tickets closed"),
    "least_contacts": msg("Least contacts logged"),
    "least_expected": msg("Least use expected"),
    "least_exports": msg("Least exports"),
    "least_lost": msg("Least people lost"),
    "least_open_days": msg("Days open before it counts"),
    "least_peers": msg("Least accounts alike"),
    "least_people": msg("Least people"),
    "least_records": msg("Least records exported"),
    "least_requests": msg("Least requests"),
    "least_roled": msg("Least people with a role"),
    "least_roles": msg("Least roles heard"),
    "least_seats": msg("Least seats"),
    "least_tickets": msg("Least tickets before"),
    "least_weeks": msg("Least weeks known"),
    "long_weeks": msg("Long silence, in weeks"),
    "main_contacts": msg("Main person: least contacts"),
    "main_share": msg("Main person: least share of contacts"),
    "many": msg("Many, from"),
    "many_peers": msg("Many accounts alike, from"),
    "memory_days": msg("Days looked back"),
    "moving_in_days": msg("Days of moving in"),
    "near_days": msg("Near: days to the end"),
    "often": msg("Often, from"),
    "open_days": msg("Open for days"),
    "pain_days": msg("Days of pain looked back"),
    "regular_share": msg("Regular use: least share of weeks"),
    "silent_days": msg("Silent after days"),
    "small_seats": msg("Small customer: seats at most"),
    "term_days": msg("Term ends within days"),
    "times_usual": msg("Times the usual"),
    "unanswered": msg("Unanswered, from"),
    "unanswered_mails": msg("Unanswered mails, from"),
    "usual_times": msg("Times the usual time to solve"),
    "window_days": msg("Days of the window"),
}


def threshold_name(key: str) -> Text:
    """Return what a value is called; one that has no name yet is shown by its key."""
    if key in _NAMES:
        return _NAMES[key]
    step, _, rest = key.partition("_")
    if step in _STEPS and rest in _WHAT:
        return msg("{step}: {what}", step=_STEPS[step], what=_WHAT[rest])
    return _STEPS.get(key, key)
