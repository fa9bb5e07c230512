"""Past days replayed: what each signal would have said, and what it would have been worth.

- `labels`, `voluntary`   when customers left, by which source, and where sources disagree.
- `days`                  which past days can be observed.
- `refused`               snapshots of past days without what was only known later.
- `observed`, `replay`    what was known of each customer on each day, and what came of it.
- `episodes`, `measures`, `resample`, `verdicts`   what alarms caught, and whether it is more
  than chance.
- `rules`, `cells`        the dumb rules beside the signals; results by part of the book.
- `what_if`, `suggested`  other thresholds, judged by the past.
- `report`, `plain`       the whole result as one value, and as JSON and Parquet.
"""
