"""Past days replayed: what each signal and the combined risk said then, and what came of it.

A past day is seen through the same `Snapshot` as today: no row dated after it is in there.
Labels alone look ahead, because they are what is to be foretold.
"""
