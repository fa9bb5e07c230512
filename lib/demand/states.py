"""What the fields of a demand may hold, and what each value is called."""

from collections.abc import Mapping

from lib.locale import Message, msg

STATES: Mapping[str, Message] = {
    "new": msg("Newly raised"),
    "accepted": msg("Accepted"),
    "planned": msg("Planned"),
    "in_progress": msg("In progress"),
    "delivered": msg("Delivered"),
    "declined": msg("Declined"),
}
ENDED = ("delivered", "declined")
PHASES: Mapping[str, Message] = {
    "before_payment": msg("Before payment"),
    "after_payment": msg("After payment"),
}
KINDS_OF_DEMAND: Mapping[str, Message] = {
    "basic": msg("Basic demand"),
    "charm": msg("Charm demand"),
}
# Kinds of benefit beyond the basic job (domain.md, idea 2). Others may be written out.
BENEFITS: Mapping[str, Message] = {
    "money": msg("Money earned or saved"),
    "efficiency": msg("People's efficiency"),
    "organisation": msg("A better organisation"),
    "targets": msg("Targets reached"),
    "promotion": msg("A key person's promotion"),
    "resources": msg("Resources"),
    "standing": msg("A department's standing"),
}
DIRECTIONS: Mapping[str, Message] = {"wants": msg("Wants it"), "opposes": msg("Opposes it")}
IMPORTANCE: Mapping[int, Message] = {
    0: msg("0 mentioned in passing"),
    1: msg("1 would be nice"),
    2: msg("2 matters for their work"),
    3: msg("3 would leave or not buy without it"),
}
BOUNDARIES: Mapping[str, Message] = {
    "inside": msg("Inside the product"),
    "outside": msg("Outside the product"),
    "unknown": msg("Not clear yet"),
}
SOURCES: Mapping[str, Message] = {
    "ticket": msg("Ticket"),
    "activity": msg("Activity"),
    "interview": msg("Interview"),
}
TABLES: Mapping[str, str] = {
    "ticket": "tickets",
    "activity": "activities",
    "interview": "interviews",
}
