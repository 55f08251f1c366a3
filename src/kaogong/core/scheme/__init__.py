"""The rulebook language: reading it, checking it, and the plain data it becomes."""
