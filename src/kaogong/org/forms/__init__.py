"""What is filled in in this room."""

from kaogong.org.forms.acts import (
    AccountForm,
    AppointForm,
    ConclusionForm,
    EndForm,
    FileForm,
    GrantForm,
    HandOverForm,
    HolidayForm,
    IntakeForm,
    PersonForm,
    ReasonForm,
    ReviseForm,
    SeatForm,
    SettingForm,
    UnitForm,
    write_value,
)
from kaogong.org.forms.fields import DayField, PersonField, UnitField
from kaogong.org.forms.filters import (
    AccountFilter,
    EventFilter,
    GrantFilter,
    PeopleFilter,
    UnitFilter,
    WordsFilter,
)
from kaogong.org.forms.tokens import TokenForm

__all__ = [
    "AccountFilter",
    "AccountForm",
    "AppointForm",
    "ConclusionForm",
    "DayField",
    "EndForm",
    "EventFilter",
    "FileForm",
    "GrantFilter",
    "GrantForm",
    "HandOverForm",
    "HolidayForm",
    "IntakeForm",
    "PeopleFilter",
    "PersonField",
    "PersonForm",
    "ReasonForm",
    "ReviseForm",
    "SeatForm",
    "SettingForm",
    "TokenForm",
    "UnitField",
    "UnitFilter",
    "UnitForm",
    "WordsFilter",
    "write_value",
]
