"""The pure core: no Django, no clock, no network."""
