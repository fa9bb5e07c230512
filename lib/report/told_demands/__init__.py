"""The parts of the section on demands: themes, kinds, breaks, conflicts, promises, the loop."""
