"""The buying group as people: who is known in which role, who was heard, whose deal hangs on whom.

It joins what the customer file knows of people (`lib.profile`) with what the contact log says
of talking to them (`lib.signals`), and so stands above both.
"""
