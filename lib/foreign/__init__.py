"""Foreign bytes, taken apart in a process of their own that may die without harm.

Nothing here knows the rest of `lib` (but DuckDB's lock) or any library but the workbook
reader and, for large logs, numpy and DuckDB, each imported only by the job that needs it: the
process has to start in hundredths of a second. It gets one job on standard input and answers on
standard output (`wire`); `lib.ingest.reading.foreign` starts it and reads what it says.
"""
