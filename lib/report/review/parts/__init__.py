"""The parts of a business review, in the order in which they are read."""
