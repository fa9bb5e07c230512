"""The Journey page: touchpoints by stage and team, what is blank or double, walk-throughs."""
