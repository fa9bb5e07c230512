"""The observable statements of both rubrics, as data (scoring.md 4.2, 4.3)."""
