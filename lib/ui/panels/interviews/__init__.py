"""The page of interviews, part by part."""
