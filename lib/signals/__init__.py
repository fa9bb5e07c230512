"""Churn signals: the registry, the readings of a day, and what they are worked out from.

One file in `catalog/` is one signal: question, thresholds with their reason, measure,
sentence, blind spots, advice and worked examples. The examples are its tests and its page
in `catalog/README.md`. Everything else in here is shared machinery:

- `spec`, `example`   what a signal is; worked examples as small data sets.
- `registry`, `readings`   finds the catalogue's files; asks them all on a day.
- `cube`, `weeks`, `windows`   the usage cube as numbers; account × week or day matrices and
  which of their columns are known.
- `use`, `tenure`, `seats`   how much was used, since when an account is with us, what it pays.
- `people`, `features`, `milestones`   who came in four weeks, what they used, what a new
  account has reached.
- `months`, `monthly`   the same where use is only known by month.
- `holidays`, `season`   when everybody does less, so that it is nobody's sign.
- `company`   whose use says what is usual: not that of an account that came alone.
- `counts`, `decline`, `silence`, `falling`   the formulas: what a count may be, how far it
  fell, how long it has been nothing, and whether use is falling by one of the two.
- `heavy`, `proportions`   whether one person makes a fall; two shares compared.
- `answers`, `details`, `once`   the form of a measure's result; work shared between signals.
- `undated`   columns without a day of their own, which a back-test must name.
- `portfolio`   warnings about the data as a whole.
- `catalogue`   the page made of the definitions.
"""
