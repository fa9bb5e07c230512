"""The periodic business review (QBR) of one account, as a report of its own.

It is written with the pen of the segment report over a brief of one member, so every number
in it is in a register with its rows, and the same writers print it.
"""
