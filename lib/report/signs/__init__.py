"""The parts of the section on churn signals."""
