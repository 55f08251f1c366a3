"""Rows of the room."""

from kaogong.answer.models.appeals import Appeal, Change, Correction, Notice, Proof, Seat, Statement

__all__ = ["Appeal", "Change", "Correction", "Notice", "Proof", "Seat", "Statement"]
