"""Churn: signals, alarms, back-test, risk, renewals, losses, what is done about them."""
