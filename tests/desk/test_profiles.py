"""What somebody confirmed once is remembered, newest first, until it is forgotten."""

import pytest

from lib.desk import Desk
from lib.desk.intake.profiles import Known
from lib.errors import DeskError

HEADINGS = ("客户编号", "Shoe size")
ANSWERS = {"Shoe size": "accounts.seats", "dates": "day_first"}


def test_a_profile_comes_back_as_it_was_confirmed(desk: Desk) -> None:
    known = Known("abc", "crm accounts", "accounts")
    profile_id = desk.profiles.remember(known, HEADINGS, ANSWERS, "me")
    found = desk.profiles.of("abc")
    assert found is not None
    assert (found.profile_id, found.headings, dict(found.answers)) == (
        profile_id,
        HEADINGS,
        ANSWERS,
    )
    assert (found.kind, found.source, found.author) == ("accounts", "crm accounts", "me")
    assert desk.profiles.of("other") is None
    assert desk.profiles.of_source("other") is None


def test_a_newer_profile_of_the_same_headings_takes_the_place_of_the_old(desk: Desk) -> None:
    known = Known("abc", "crm accounts", "accounts")
    desk.profiles.remember(known, HEADINGS, ANSWERS, "me")
    desk.profiles.remember(known, HEADINGS, {}, "you")
    found = desk.profiles.of("abc")
    assert found is not None
    assert (dict(found.answers), found.author) == ({}, "you")
    assert len(desk.profiles.all()) == 1


def test_a_source_gives_its_newest_profile(desk: Desk) -> None:
    desk.profiles.remember(Known("old", "crm accounts", "accounts"), ("a",), {}, "me")
    newest = desk.profiles.remember(Known("new", "crm accounts", "accounts"), ("b",), {}, "me")
    desk.profiles.remember(Known("else", "tickets", "tickets"), ("c",), {}, "me")
    found = desk.profiles.of_source("crm accounts")
    assert found is not None
    assert found.profile_id == newest
    assert [profile.signature for profile in desk.profiles.all()] == ["else", "new", "old"]


def test_a_forgotten_profile_is_gone_and_cannot_be_forgotten_twice(desk: Desk) -> None:
    known = Known("abc", "crm accounts", "accounts")
    profile_id = desk.profiles.remember(known, HEADINGS, ANSWERS, "")
    version = desk.data.version()
    desk.profiles.forget(profile_id)
    assert desk.profiles.of("abc") is None
    assert desk.data.version() == version, "no figure depends on it"
    with pytest.raises(DeskError) as refused:
        desk.profiles.forget(profile_id)
    assert refused.value.code == "unknown_profile"
