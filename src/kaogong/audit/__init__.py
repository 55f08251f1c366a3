"""What was done, by whom, with which power: appended, chained, anchored outside; and evidence sealed by its content."""
