"""The shapes people export to the rows that our kinds have: wide periods, tag rows, history."""
