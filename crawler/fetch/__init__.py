"""Fetching: pace, robots, scope, obstacles, the archive of responses and the ledger."""
