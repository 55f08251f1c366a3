"""Appeals: from lodging through hearing and ruling to the score computed again."""
