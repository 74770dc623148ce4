"""Random and hostile input for the reading: no crash, no page over two seconds, none over 300 MB.

``python -m tests.fuzz --seconds 600`` runs for ten minutes in a process of its own and ends with 1 where a page
broke a bound; each case follows from its number, so ``--case N`` repeats one. The default suite runs a
few seconds of it.
"""
