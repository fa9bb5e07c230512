"""The page of the customer files: gaps, anomalies, the completion plan, invalid ones, template."""
