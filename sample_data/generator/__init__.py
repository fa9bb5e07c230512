"""The synthetic customer base of a fictitious software vendor: how it is made up.

Nothing in here describes a real company or person. Every table is drawn from a stream of
random numbers that depends on a seed, a purpose and an account only, so one part can be
changed without moving the others, and the same code always writes the same bytes.

- `streams`      seed, days, random streams
- `phrases`      texts/*.toml and how their slots are filled
- `casting`      which part each account plays: who leaves, with which signs, who is odd
- `accounts`     the accounts themselves, and the dates of their signs
- `people`       contacts and their buying roles
- `contracts`    terms, renewals, expansions, contractions
- `seasons`      weekends, holidays
- `usage` `tickets` `activities` `assessments` `losses`   what is recorded about them
- `voice_casting`   who says on purpose what: conflicts, breaks, promises; who is never heard
- `wishes` `demand_plants` `demands`   one demand, the planted ones, all of them
- `interviews` `walkthroughs` `touches` `contract_promises`   what else was said, met and promised
- `tables` `account_table` `voice_tables` `files`   the tables as files
- `messy` `messy_voices`   the untidy files
- `planted` `voices_planted`   the answer key
"""
