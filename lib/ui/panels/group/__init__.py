"""What the account and the segment page share of the buying group: map, proposals, deals."""
