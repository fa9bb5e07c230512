"""The segment report: from what is known on a few days to a file that a leader signs.

- `assemble`   snapshots, books and readings of up to three days → `Brief`.
- `brief`      everything a draft may know, as one value.
- `draft`      `draft(brief, lang)` → `Report`; each section is one file in `sections/`.
- `pen`        what sections write with: figures, names of accounts, words for periods.
- `meanings/`  what every figure means, and the recipe by which it follows from its rows.
- `figures`, `register`, `recipe`  a number, its definition, its rows, its source.
- `text`, `told`  sentences without numbers of their own; other parts' sentences made so.
- `findings`   claims with size and certainty; conclusions and decisions come from them.
- `edits`      an officer's own text in place of the draft's, figures still live.
- `writers/`   docx, xlsx (evidence), html, md: one `write(report)` each.

The rule that holds it together: a text never holds a number, only a reference to a figure
of the register (`text.checked` refuses anything else).
"""
