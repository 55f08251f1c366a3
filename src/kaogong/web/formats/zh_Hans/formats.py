"""Days and times as templates write them (`date:"MONTH_DAY_FORMAT"`)."""

MONTH_DAY_FORMAT = "n月j日"
DATE_FORMAT = "Y年n月j日"
DATETIME_FORMAT = "Y年n月j日 H:i"
TIME_FORMAT = "H:i"
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d"]
