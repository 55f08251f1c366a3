"""The rooms of the house, as the fences read them."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps


def rooms():
    """Every room, by its name."""
    return sorted(
        one.name.removeprefix("kaogong.") for one in apps.get_app_configs() if one.name.startswith("kaogong.")
    )


def models():
    """Every table of the rooms."""
    return [one for room in rooms() for one in apps.get_app_config(room).get_models()]


def part_of(room, name):
    """A file of a room, or nothing where the room has none."""
    full = f"kaogong.{room}.{name}"
    return import_module(full) if find_spec(full) else None
