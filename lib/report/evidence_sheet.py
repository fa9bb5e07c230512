"""The headings of the register in the evidence workbook: written by one, read back by another."""

from lib.locale import msg

HEADINGS = (
    msg("Figure"),
    msg("Name"),
    msg("Value"),
    msg("Shown as"),
    msg("Unit"),
    msg("Currency"),
    msg("What it means"),
    msg("Version of the definition"),
    msg("Period"),
    msg("Filter"),
    msg("Batches"),
    msg("Number of rows"),
    msg("Sheet"),
    msg("How the value follows from the rows"),
)
# For programs that recompute and show again: the same in every language.
PLAIN_HEADINGS = ("how", "column", "flag", "digits")
