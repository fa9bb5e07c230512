"""The segment report: a brief in, a draft of sections with a register of figures out.

`assemble` gathers the brief, `draft` writes the sections (one file each in `sections/`),
`edits` puts officers' words in, `writers/` turns the report into files. A sentence cannot
hold a number that is not in the register (`figures`).
"""
