"""People: presence, learning, personal archives, careers and performance pay."""
