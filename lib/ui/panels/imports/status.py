"""What the states of a sheet are called."""

from lib.locale import msg

STATUS = {
    "dry_run": msg("ready"),
    "committed": msg("imported"),
    "unchanged": msg("nothing new"),
    "refused": msg("refused"),
    "needs_answer": msg("needs an answer"),
    "skipped": msg("skipped"),
}
