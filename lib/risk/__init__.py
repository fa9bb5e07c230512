"""The combined score: fitted on past churn, calibrated, and explained in points.

Knows rows of numbers only: who was observed on which day, what each signal said, and who
left afterwards (`panel.Panel`). It replays nothing and asks no signal itself. Only
`attributes` reads a snapshot, for data that have no dates.

- `beliefs`, `fit`, `calibrate`, `learn`: `learned(panel, beliefs)` is a `model.RiskModel`.
- `facts`, `model`, `damping`, `bands`: `RiskModel.scored(facts)`, whole points that add up.
- `points`: why a score is what it is, and why it moved. `ladder`: what may be shown of it.
- `combined`, `folds`, `ranked`, `reliability`, `rules`, `cells`: what it would have been worth
  on days after those it was learnt from.
- `too_good`: signals that must have seen the outcome.
- `attributes`, `columns`, `bins`, `leaks`, `card`, `scorecard`: data without dates.
- `drift`: whether a model still holds.
"""
