"""Churn signals: the registry, the readings of a day, and what they are worked out from.

One file in `catalog/` is one signal: question, thresholds with their reason, measure,
sentence, blind spots, advice and worked examples. The examples are its tests and its page
in `catalog/README.md`. Everything else in here is shared machinery:

- `spec`      what a signal is, and examples as small data sets.
- `registry`  finds the catalogue's files; `readings` asks them all.
- `weeks`, `use`, `tenure`, `seats`   account × week matrices of what was loaded.
- `holidays`, `season`   when everybody does less, so that it is nobody's sign.
- `counts`, `decline`, `silence`   the three formulas: what a count may be, how far it fell,
  how long it has been nothing.
- `answers`, `once`   the form of a measure's result; work shared between signals.
- `portfolio`   warnings about the data as a whole.
- `catalogue`   the page made of the definitions.
"""
