"""What other systems push and read."""
