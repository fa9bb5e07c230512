"""Headings and values to kinds and fields: what may be meant, how sure, what to ask."""
