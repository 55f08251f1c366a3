"""Assess: rounds, self-reports, review, and the scoring run."""
