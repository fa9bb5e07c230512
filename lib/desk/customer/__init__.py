"""One customer: file, people, levels, journey, chain, business review."""
