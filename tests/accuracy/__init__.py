"""The accuracy gate: scores the reading field by field on cases with a known truth (``make accuracy``).

Three groups of cases, found by globbing: *hard* (``cases/*.json`` with their page beside them: made-up texts in the
shapes of real pages), *standin* (the stand-in's portals of every family, with the truth they were built from) and
*golden* (``tests/golden/cases``, where their documents are present). ``floors.toml`` pins what must be reached.
"""
