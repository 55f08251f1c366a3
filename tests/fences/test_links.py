"""Rows point downward: a table may name tables of its own room and of rooms below, and those do not know of it."""

from django.db.models import PROTECT, RESTRICT, ForeignKey, ManyToManyField, OneToOneField

from fences.rooms import models

ORDER = (
    {"audit"},
    {"org"},
    {"plan"},
    {"monitor", "approvals", "listen", "people", "budget", "registry", "risk"},
    {"supervise"},
    {"assess"},
    {"decide"},
    {"answer"},
    {"insight"},
    {"portal"},
)
UPWARD = {("audit.Event", "actor"): "every event names who acted; the account is named by the settings, not imported"}


def level(room):
    return next(number for number, held in enumerate(ORDER) if room in held)


def links():
    for model in models():
        for field in model._meta.local_fields + model._meta.local_many_to_many:
            if isinstance(field, ForeignKey | OneToOneField | ManyToManyField):
                other = field.remote_field.model._meta
                if other.app_label != model._meta.app_label:
                    yield model, field, other.app_label


def test_links_between_rooms_point_down():
    found = [
        f"{model._meta.label}.{field.name} → {other}"
        for model, field, other in links()
        if (model._meta.label, field.name) not in UPWARD and level(other) >= level(model._meta.app_label)
    ]
    assert not found, found


def test_what_is_pointed_at_does_not_know():
    found = [
        f"{model._meta.label}.{field.name}"
        for model, field, _ in links()
        if not field.remote_field.related_name.endswith("+")  # of many to many Django makes a name that ends so
    ]
    assert not found, f'Write related_name="+": {found}'


def test_nothing_is_deleted_in_the_wake_of_another_room():
    found = [
        f"{model._meta.label}.{field.name}"
        for model, field, _ in links()
        if getattr(field.remote_field, "on_delete", None) not in {None, PROTECT, RESTRICT}
    ]
    assert not found, f"Write models.PROTECT: {found}"


def test_every_room_has_its_place():
    assert {one._meta.app_label for one in models()} <= set().union(*ORDER)
