"""Generated rulebooks against the oracle: `make properties`. Not part of `make test` while open differences are worked off."""

import os

collect_ignore_glob = [] if os.environ.get("KAOGONG_PROPERTIES") else ["test_*.py"]
