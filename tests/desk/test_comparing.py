"""Comparing through the desk: rules that part a segment, decisions that are remembered."""

from datetime import date

import pytest

from lib.desk import Desk
from lib.errors import NotFoundError


def newest(desk: Desk) -> date:
    days = desk.data.known_days()
    return days.as_of(days.newest)


def unheard(_share: float) -> None:
    """Hear nothing of how far the work is."""


def test_a_segment_and_its_rest_are_all_customers(sample_desk: Desk) -> None:
    day = newest(sample_desk)
    found = sample_desk.comparing.with_rest("plan = Business", day)
    everybody = sample_desk.segments.members("all", day)
    assert sum(found.sizes) == len(everybody)
    assert found.first.group.now.union(found.second.group.now).equals(everybody)
    assert found.profile.both == 0


def test_the_churn_of_a_profile_is_that_of_the_bridge(sample_desk: Desk) -> None:
    """Of the whole book: lost over those with ARR a year before, by the one formula."""
    day = newest(sample_desk)
    past = sample_desk.comparing.facts(day).past
    assert past is not None
    found = sample_desk.comparing.with_rest("plan = Business", day)
    row = found.profile.row("lost")
    cohort = past["lost"].notna().sum()
    assert row["n"] + row["n_other"] == cohort
    whole = row["n"] * row["value"] + row["n_other"] * row["value_other"]
    assert whole == pytest.approx(past["lost"].sum())


def test_the_rows_behind_a_figure_are_as_many_as_it_says(sample_desk: Desk) -> None:
    day = newest(sample_desk)
    found = sample_desk.comparing.with_rest("plan = Business", day)
    names = sample_desk.data.book(day)["account_name"]
    for key in ("lost", "seat_use", "on_alert"):
        row, rows = found.profile.row(key), found.rows_behind(key, names)
        mine = rows[rows["side"] == "first"]
        assert len(mine) == row["n"]
        assert mine["value"].mean() == pytest.approx(row["value"])


def test_the_two_rules_of_a_split_part_the_segment(sample_desk: Desk) -> None:
    day = newest(sample_desk)
    found = sample_desk.comparing.average("all", day, unheard)
    assert found.judged
    for split in found.splits:
        first, second = (
            sample_desk.segments.members(rule, day)
            for rule in sample_desk.comparing.parted("all", split)
        )
        assert first.intersection(second).empty
        assert first.union(second).equals(sample_desk.segments.members("all", day))


def test_suggestions_are_taken_dropped_and_brought_back(own_sample: Desk) -> None:
    day = newest(own_sample)
    offered = own_sample.suggesting.offer(day, unheard).offered
    first, second = offered[0].suggestion, offered[1].suggestion
    taken = own_sample.suggesting.accept(first, " Mine ", "Ann")
    assert own_sample.segments.members("Mine", day).equals(first.members.sort_values())
    dropped = own_sample.suggesting.drop(second, "Ann")
    left = own_sample.suggesting.offer(day, unheard)
    assert {o.suggestion.key for o in left.offered}.isdisjoint({first.key, second.key})
    assert list(left.dropped["key"]) == [second.key]
    own_sample.suggesting.undo(taken)
    own_sample.suggesting.undo(dropped)
    assert "Mine" not in own_sample.segments.saved()
    again = own_sample.suggesting.offer(day, unheard).offered
    assert [o.suggestion.key for o in again] == [o.suggestion.key for o in offered]
    with pytest.raises(NotFoundError):
        own_sample.suggesting.undo(dropped)
