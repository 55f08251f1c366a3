"""Plan: cycles, editions adopted, indicators, targets and how they were agreed, letters, adjustments."""
