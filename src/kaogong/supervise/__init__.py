"""Tasks that are followed up, inspections, findings and their rectification, daily ledgers."""
