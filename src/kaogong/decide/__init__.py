"""Decide: grades, publicity, publication, consequences."""
