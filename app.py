"""The entry point: which pages there are. Everything around a page is `lib.ui.frame`."""

from lib.locale import msg
from lib.ui import frame

frame.run(
    (
        frame.Group(
            msg("Review"),
            (
                frame.Link("pages/overview.py", msg("Overview"), "overview"),
                frame.Link("pages/segments.py", msg("Segments"), "segments"),
                frame.Link("pages/signals.py", msg("Churn signals"), "signals"),
                frame.Link("pages/accounts.py", msg("Accounts"), "accounts"),
                frame.Link("pages/demands.py", msg("Demands"), "demands"),
                frame.Link("pages/journey.py", msg("Journey"), "journey"),
                frame.Link("pages/interviews.py", msg("Interviews"), "interviews"),
            ),
        ),
        frame.Group(
            msg("Report"),
            (
                frame.Link("pages/month.py", msg("The month"), "month"),
                frame.Link("pages/reports.py", msg("Reports"), "reports"),
            ),
        ),
        frame.Group(
            msg("Data"),
            (
                frame.Link("pages/imports.py", msg("Import"), "imports"),
                frame.Link("pages/customer_files.py", msg("Customer files"), "customer_files"),
                frame.Link("pages/vocabulary.py", msg("Vocabulary"), "vocabulary"),
            ),
        ),
    )
)
