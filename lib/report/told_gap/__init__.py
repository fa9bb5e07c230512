"""The parts of the section on the demand gap: unmet, unknown, unheard, next needs."""
