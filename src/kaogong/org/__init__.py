"""Units, people, posts and powers: who belongs where, and who may do what, as of any day."""
