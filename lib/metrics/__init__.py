"""Figures of the book: ARR, the ARR bridge with NRR, GRR and logo churn, renewals, intervals."""
