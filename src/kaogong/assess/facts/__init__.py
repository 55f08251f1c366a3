"""What this room contributes to scoring, and how the facts of every room come together."""
