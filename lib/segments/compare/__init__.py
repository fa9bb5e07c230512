"""How groups of accounts differ, and whether an average hides two of them.

- `facts`      what is compared: the book of a day, use, and what became of accounts in a year.
- `measures`   every attribute and measure as sums above and below, account by account.
- `profile`    two groups against each other: differences, intervals, what stands out.
- `simpson`    does a difference hold within strata; a change taken apart into rate and mix.
- `questions`  yes-or-no questions of the rule language that split a book.
- `scan`       does any question split a group: one guard against chance over all of them.
- `modes`      does a distribution have two humps, whatever the attributes say.
- `average`    de-averaging of a segment: both checks, in words, with two rules to save.
- `tree`       groups found by who left; `mix` by what is used; `suggested` in words.
- `wording`    the sentences.
"""
