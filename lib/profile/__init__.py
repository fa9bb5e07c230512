"""How able and how willing a customer is, and how well we know it: rubrics as data."""
