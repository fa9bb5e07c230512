"""What texts in Chinese and English are about, kept stable from month to month."""
