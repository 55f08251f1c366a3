"""How thorough the property tests are: `KAOGONG_PROPERTIES=thorough` searches long, with fresh examples each time."""

import os

from hypothesis import HealthCheck, settings

THOROUGH = os.environ.get("KAOGONG_PROPERTIES") == "thorough"


def examples(count: int) -> settings:
    """Settings of one property test: so many examples, the same in every run; forty times as many when thorough."""
    return settings(
        max_examples=count * 40 if THOROUGH else count,
        derandomize=not THOROUGH,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
