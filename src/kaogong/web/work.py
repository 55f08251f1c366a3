"""`python -m kaogong.web.work`: the background work. What a killed worker left undone is handed out again first."""

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django must be set up first

from kaogong.assess.actions import resume_left  # noqa: E402 - as above

resume_left()
call_command("procrastinate", "worker", "--delete-jobs", "successful")
