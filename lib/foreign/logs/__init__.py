"""Large event logs: foreign bytes to a regular text and to Parquet, in the reading process."""
