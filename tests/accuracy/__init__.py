"""The accuracy gate: scores the reading field by field on cases with a known truth (``make accuracy``).

Four groups of cases: *hard* (``cases/*.json`` with their page beside them, found by globbing: made-up texts in the
shapes of real pages), *shapes* (pages whose text, markup and surroundings are drawn by chance, ``shapes.py``),
*standin* (the stand-in's portals of every family, with the truth they were built from) and *golden*
(``tests/golden/cases``, where their documents are present). ``floors.toml`` pins what must be reached.
"""
