"""The whole book: headline figures, retention, what changed."""
