"""Where our teams meet the customer: blank, duplicate and contradictory points."""
