"""How well, how steadily and how fast texts get their theme."""
