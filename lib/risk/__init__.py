"""The combined score: fitted on past churn, calibrated, and explained in points.

Knows rows of numbers only: who was observed on which day, what each signal said, and who
left afterwards (`panel.Panel`). It replays nothing and asks no signal itself.
"""
