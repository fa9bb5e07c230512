"""How well columns of exports are recognised, against truth judged by hand.

- `truth.tsv`   every column of `../shared/data/formats/headers.json` in the objects that we take
                in, and objects that we do not (kind `refused`)
- `others.tsv`  headings of products that are not in that file, from knowledge of them: `tune` was
                used to add names; `held` was judged before and looked at last; `blind` was
                written after all tuning (first result: 90.6% right, 1.3% wrong) and then mended

`field` is the column of our kind, `none` where we have none. `a/b`: either is right. `a?`: people
disagree whether it is `a` or nothing: both count as right, neither as recall.
"""
