"""How thorough the property tests are: `KAOGONG_PROPERTIES=thorough` searches long, with fresh examples each time."""

import os

from hypothesis import HealthCheck, Phase, settings

THOROUGH = os.environ.get("KAOGONG_PROPERTIES") == "thorough"


def examples(count: int) -> settings:
    """Settings of one property test: so many examples, the same in every run and shown as drawn; thorough: forty times as
    many, and a failing one is made smaller (which may take minutes)."""
    return settings(
        max_examples=count * 40 if THOROUGH else count,
        derandomize=not THOROUGH,
        deadline=None,
        phases=list(Phase) if THOROUGH else [Phase.explicit, Phase.generate],
        database=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
