"""`python -m kaogong.web.load`: load the demonstration city into an empty database that is running.

A process of its own, so that what the load needs in memory is given back when it is done.
"""

import django

django.setup()

from kaogong.web import city  # noqa: E402 - Django must be set up first
from kaogong.web.run import say  # noqa: E402

counts = city.load(say=say)
say(f"  {counts['units']} 个单位 · units，{counts['people']} 人 · people，{counts['reports']} 份进展 · reports")
