"""Parts of pages that are more than one call: one module a page."""
