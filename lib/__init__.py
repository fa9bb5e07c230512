"""The Demand Insight Desk as a library.

The map, from the top down; a package may import only what stands below it
(`lint-imports` checks this; the contract is in `pyproject.toml`):

- `cli`       `python -m lib`: arguments in, `Desk` call, JSON or table out.
- `ui`        the only package that knows Streamlit: state, cache, charts, tables, wording.
- `desk`      `Desk`, the one door: every use case; the only package that knows both the
              store and the core. A package an area: `intake`, `segmentation`, `churn`,
              `customer`, `need`, `voice`, `book`, `reporting`.
- `report`    the register of figures, findings, the draft, one writer a format; the review of
              one account.
- `backtest`  past days replayed: what each signal and the risk would have said, and been worth.
- `segments`  the rule language, members and moves; how groups differ, what an average hides,
              suggested groups, the ideal-customer profile.
- `risk`      the combined score: fitted, calibrated, explained in points.
- `demand`    what customers want: the register, conflicts, breaks, promises, the demand gap.
- `interviews` whom to ask in a segment, by which guide, and what they said.
- `month`     the officer's steps of a month: what the data say of each, by when, by whom.
- `touchpoints` where teams meet the customer: blank, duplicate and contradictory points.
- `themes`    what texts in both languages are about, kept stable from month to month.
- `group`     the buying group as people: roles, who was heard, what hangs on whom.
- `signals`   the registry of churn signals; one file in `catalog/` is one signal.
- `profile`   maturity, motivation, journey, customer file, chain: rubrics and rules as data.
- `metrics`   ARR, NRR, GRR, logo churn, cohorts, renewals, intervals, differences.
- `quality`   contradictions and gaps in what was loaded, as findings with rows.
- `ingest`    read, recognise, parse foreign files; a package a step; knows no store.
- `store`     workspace, relational schema and migrations, usage cube.
- `model`     kinds and columns, days, coverage, `Dataset` and `Snapshot`.
- `locale`    messages as values, English and 简体中文.
- `errors`    what can go wrong, said in the user's words.
- `foreign`   foreign bytes taken apart in a process of its own; knows nothing of the rest.
- `duck`      DuckDB for one piece of work, locked down.

The core (`report` to `metrics`, `model`) has no clock, no database and no Streamlit:
values in, values out. Scores receive a `Snapshot`, what was known at the end of a day.
"""
