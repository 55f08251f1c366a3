"""What every test may use."""

import signal

pytest_plugins = ["clause_ledger", "house", "s3", "pytester"]

# A shell has what it starts in the background ignore Ctrl-C, and so would every command a test starts and stops.
signal.signal(signal.SIGINT, signal.default_int_handler)
