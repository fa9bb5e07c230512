"""The page of reports: the shelf, one report to read and to finish, and what stands beside it."""
