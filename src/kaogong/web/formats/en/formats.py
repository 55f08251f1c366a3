"""Days and times as templates write them (`date:"MONTH_DAY_FORMAT"`)."""

MONTH_DAY_FORMAT = "j F"
DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y, H:i"
TIME_FORMAT = "H:i"
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d"]
