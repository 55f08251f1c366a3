"""What is done in this room, one function a verb."""

__all__: list[str] = []
