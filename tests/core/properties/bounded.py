"""How thorough the property tests are, by KAOGONG_PROPERTIES.

Not set (`make test`): few examples, the same in every run. Set (`make properties`): ten times as many, other ones each
time. `thorough`: forty times as many, and a failing one is made smaller (which may take minutes).
"""

import os

from hypothesis import HealthCheck, Phase, settings

ASKED = os.environ.get("KAOGONG_PROPERTIES", "")
TIMES = {"": 1, "thorough": 40}.get(ASKED, 10)


def examples(count: int) -> settings:
    """Settings of one property test: so many examples in `make test`, each shown as drawn."""
    return settings(
        max_examples=count * TIMES,
        derandomize=not ASKED,
        deadline=None,
        phases=list(Phase) if ASKED == "thorough" else [Phase.explicit, Phase.generate],
        database=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
