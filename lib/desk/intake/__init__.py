"""What comes in: files, matches, mappings, vocabulary, the sample."""
