"""How well contradictions are found: ``python -m tests.audits`` plants them in clean made-up reports and counts.

``drafts`` writes clean reports of four eras with the traps of real ones, ``mutations`` spoils one thing in a draft,
and ``measure`` reads the printed pages and counts: of the spoiled ones, how many raise the rule; of the clean ones, how
many raise anything.
"""
