"""The buying group of one account: who is known, in which role."""

from lib.desk.accounts import AccountCard
from lib.locale import Message, msg
from lib.model.frames import TAG_SEPARATOR, tags_of
from lib.ui import tables
from lib.ui.wording import shown


def show(card: AccountCard) -> None:
    """Draw the people that are known."""
    people = card.contacts
    tables.table(
        people.assign(
            buying_roles=[_roles(roles) for roles in tags_of(people["buying_roles"])],
            stance=[_STANCES.get(stance, stance) for stance in people["stance"]],
        ).map(lambda value: shown(value) if isinstance(value, Message) else value),
        {
            "full_name": tables.text(msg("Name")),
            "title": tables.text(msg("Job title")),
            "department": tables.text(msg("Department")),
            "buying_roles": tables.tags(msg("Roles")),
            "stance": tables.text(msg("Stance")),
            "last_contacted_on": tables.day(msg("Last contact")),
        },
        "people",
        empty=msg("No person at this account is known."),
    )


_ROLES = {
    "decision_maker": msg("decision maker"),
    "influencer": msg("influencer"),
    "end_user": msg("end user"),
}
_STANCES = {
    "champion": msg("champion"),
    "supporter": msg("supporter"),
    "neutral": msg("neutral"),
    "sceptic": msg("sceptic"),
    "opponent": msg("opponent"),
}


def _roles(roles: list[str]) -> str:
    return TAG_SEPARATOR.join(shown(_ROLES.get(role, role)) for role in roles)
