"""An export of a month in which nothing happened has headings and no rows."""

import pytest

from lib.desk import Desk
from tests.ingest.files import workbook

HEADINGS = ("ticket_id", "account_id", "created_at", "subject")


@pytest.mark.parametrize(
    ("file", "content"),
    [("tickets.csv", ",".join(HEADINGS).encode()),
     ("tickets.csv", ("Support tickets,,,\n\n" + ",".join(HEADINGS) + "\n\n").encode()),
     ("tickets.xlsx", workbook({"Tickets": [HEADINGS]}))],
)  # fmt: skip
def test_known_headings_alone_bring_nothing_new(desk: Desk, file: str, content: bytes) -> None:
    (found,) = desk.imports.commit([(file, content)])
    assert (found.status, found.kind, found.error) == ("unchanged", "tickets", None)
    assert (found.counts.read, [i.code for i in found.issues]) == (0, ["no_rows"])
    assert [m.field for m in found.mapping][:3] == [
        "tickets.ticket_id", "tickets.account_id", "tickets.created_at",
    ]  # fmt: skip
    assert desk.imports.batches() == ()


@pytest.mark.parametrize("text", ["a,b,c\n", "id,v\n", "account_id\n", "x,y,account_id,z\n"])
def test_headings_that_say_too_little_are_refused(desk: Desk, text: str) -> None:
    (found,) = desk.imports.commit([("list.csv", text.encode())])
    assert found.status == "refused"
    assert found.error is not None
    assert found.error.code == "empty"
