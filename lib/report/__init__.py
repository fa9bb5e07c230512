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
- `signs/`, `told_…/`  the parts of long sections: churn signals, voices, demands, gap,
  touchpoints; `brief_…` is what each of these sections may know.
- `moved`, `beside`, `points`  what moved under people's texts; two reports figure by figure.
- `layout`     which sections, in which order, under which titles and leads.
- `actions_…`  proposals that become actions, and what became of them.
- `frozen`, `correction`, `verify`  a published report, what a new version changes, and whether
  every figure still follows from the evidence (`read_evidence`, `read_text`, `follows`).
- `writers/`   docx, pptx, pdf, html, md, xlsx (evidence): one `write(report)` each.

The rule that holds it together: a text never holds a number, only a reference to a figure
of the register (`text.checked` refuses anything else).
"""
