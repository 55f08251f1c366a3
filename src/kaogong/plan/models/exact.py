"""A number as it was written: exact, with its own places."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class Exact(models.Field[Any, Any]):
    """`numeric` without a fixed scale: 16.0 comes back as 16.0. A binary float is refused."""

    description = _("准确数")

    def db_type(self, connection: Any) -> str:  # noqa: ARG002 - as Django calls it
        """The type of the column."""
        return "numeric"

    def get_internal_type(self) -> str:
        """Not one of Django's own types."""
        return "Exact"

    def to_python(self, value: Any) -> Decimal | None:
        """A Decimal; text is read exactly.

        Raises:
            ValidationError: it is not a number.
        """
        if value is None or value == "":
            return None
        if isinstance(value, (float, bool)):
            raise TypeError(f"{self.name}: give text or Decimal, not {value!r}")
        try:
            found = Decimal(value)
        except (InvalidOperation, ValueError) as error:
            raise ValidationError(_("“%(value)s”不是数字。"), params={"value": value}) from error
        if not found.is_finite():
            raise ValidationError(_("“%(value)s”不是数字。"), params={"value": value})
        return found

    def get_prep_value(self, value: Any) -> Decimal | None:
        """What the database stores."""
        return self.to_python(super().get_prep_value(value))
