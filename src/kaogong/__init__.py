"""Kaogong (考功): performance management for governments."""

__version__ = "0.1.0"
