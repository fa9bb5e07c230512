"""Large event logs, read in a stream and understood as small files are."""
