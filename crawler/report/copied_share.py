"""How much of a report's own wording stands in another report, and which passages. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set

import msgspec

from crawler.report.copied import Sentence, Wording, limits

#: A run of characters that more sentences have (thousands, in a list of villages) is looked for in the first ones only.
_SENTENCES_A_RUN = 50


class Match(msgspec.Struct):
    """What of a report stands in another one.

    ``share`` is 0 to 1, by characters of the sentences compared; ``sentences`` how many they were and ``copied`` how
    many of them, of ``characters`` in all, stand in the other; ``passages`` the longest runs of these as printed in
    the first, longest first.
    """

    share: float
    characters: int
    sentences: int
    copied: int
    passages: list[str]


class Comparable:
    """A wording prepared for being looked into."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self.keys = {sentence.key for sentence in wording.sentences}
        self.figures = {sentence.figures_key for sentence in wording.sentences}
        self._runs: dict[str, list[int]] | None = None

    @property
    def runs(self) -> dict[str, list[int]]:
        """Every run of characters → the sentences that have it; made when first asked for."""
        if self._runs is None:
            size = limits()["run"]
            self._runs = {}
            for number, sentence in enumerate(self.wording.sentences):
                for at in range(len(sentence.wording) - size + 1):
                    numbers = self._runs.setdefault(sentence.wording[at : at + size], [])
                    if number not in numbers[-1:] and len(numbers) < _SENTENCES_A_RUN:
                        numbers.append(number)
        return self._runs


def compare(first: Wording, other: Comparable, common: Set[int] = frozenset()) -> Match | None:
    """How much of ``first`` stands in ``other``; None where too little is left to be compared.

    ``common`` are keys of wordings that so many agencies have that they say nothing: such a sentence counts only
    where it has figures, and is copied only where these are the same.
    """
    counted: list[tuple[Sentence, bool]] = []
    for sentence in first.sentences:
        if sentence.key not in common:
            counted.append((sentence, sentence.key in other.keys or _nearly(sentence.wording, other)))
        elif sentence.figures_key and sentence.figures_key not in common:
            counted.append((sentence, sentence.figures_key in other.figures))
    total = sum(len(sentence.wording) for sentence, _ in counted)
    if total < max(limits()["text"], limits()["left"] * first.characters):
        return None
    copied = [len(sentence.wording) for sentence, is_copied in counted if is_copied]
    return Match(sum(copied) / total, sum(copied), len(counted), len(copied), _passages(counted))


def _nearly(wording: str, other: Comparable) -> bool:
    """Whether most of a sentence's characters stand, in runs, in one sentence of the other text, or it is most of two
    that follow one another there: a copy joins two into one.

    In no more, and no pieces: reports word so much alike that pieces of many sentences would make up almost any.
    """
    size, runs, near = limits()["run"], other.runs, limits()["near"]
    shared = [runs.get(wording[at : at + size]) for at in range(len(wording) - size + 1)]
    counts = Counter(number for numbers in shared if numbers for number in numbers)
    if not counts:
        return False
    best = max(counts, key=lambda number: (counts[number], -number))
    covered = _covered(shared, {best}, size)
    if covered >= near * len(wording):
        return True
    if covered < near * len(other.wording.sentences[best].wording):
        return False
    return any(
        _covered(shared, {beside}, size) >= near * len(other.wording.sentences[beside].wording)
        and _covered(shared, {best, beside}, size) >= near * len(wording)
        for beside in (best - 1, best + 1)
        if beside in counts
    )


def _covered(shared: list[list[int] | None], numbers: set[int], size: int) -> int:
    """How many characters of a sentence stand, in runs of ``size``, in one of these sentences of the other text."""
    covered = end = 0
    for at, found in enumerate(shared):
        if found and not numbers.isdisjoint(found):
            covered += at + size - max(at, end)
            end = at + size
    return covered


def _passages(counted: list[tuple[Sentence, bool]]) -> list[str]:
    """The runs of copied sentences: the most characters first, each cut to a bounded length."""
    runs: list[list[Sentence]] = [[]]
    for sentence, is_copied in counted:
        if is_copied:
            runs[-1].append(sentence)
        elif runs[-1]:
            runs.append([])
    runs = sorted((run for run in runs if run), key=lambda run: -sum(len(sentence.wording) for sentence in run))
    return [_cut(_printed(run)) for run in runs[: limits()["passages"]]]


def _printed(run: list[Sentence]) -> str:
    """The sentences of a run as printed, with ``…`` where others, a heading or a table stand between them."""
    text, before = "", None
    for sentence in run:
        text += ("…" if before is not None and sentence.place != before + 1 else "") + sentence.text
        before = sentence.place
    return text


def _cut(text: str) -> str:
    longest = limits()["passage"]
    return text if len(text) <= longest else text[: longest - 1] + "…"
