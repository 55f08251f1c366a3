"""The house in the browser: settings, addresses, and the commands that start and keep it."""
