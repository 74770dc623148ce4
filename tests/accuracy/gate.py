"""The pinned floors: what must be reached, and how they may change (``floors.toml``)."""

from __future__ import annotations

import hashlib
import json
import math
import tomllib
from pathlib import Path

from tests.accuracy.corpus import FIELDS, digest
from tests.accuracy.score import BODY, Score

FLOORS = Path(__file__).parent / "floors.toml"
MEASURES = (*FIELDS, *BODY)

Floors = dict[str, dict[str, float]]

_HEAD = """\
# The floors of the accuracy gate, by group of cases and measure. Written by `python -m tests.accuracy --pin`, which
# only ever raises them; `--pin --lower` may lower one. The seal shows a change by hand, the digest a changed case.
"""


def load() -> tuple[Floors, str, str]:
    """``(floors, digest, seal)`` as pinned; empty where nothing was pinned yet."""
    if not FLOORS.is_file():
        return {}, "", ""
    pinned = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    return pinned["floors"], pinned["digest"], pinned["seal"]


def seal_of(floors: Floors, corpus: str) -> str:
    return hashlib.sha256(f"{corpus}{json.dumps(floors, sort_keys=True)}".encode()).hexdigest()[:16]


def measured(scores: dict[str, Score]) -> Floors:
    """What scores reach, rounded down to a tenth of a percent; ``cases`` is their number."""
    reached: Floors = {}
    for group, score in scores.items():
        shares = {name: score.share(name) for name in MEASURES}
        reached[group] = {name: math.floor(share * 1000) / 1000 for name, share in shares.items() if share is not None}
        reached[group]["cases"] = float(score.tries["cases"])
    return reached


def problems(scores: dict[str, Score], *, counts: bool = True) -> list[str]:
    """Why the gate does not open: one line for each floor missed, changed by hand, or case changed."""
    floors, corpus, seal = load()
    found = []
    if seal != seal_of(floors, corpus):
        found.append("floors.toml was changed by hand: floors change by --pin, and go down only by --pin --lower")
    if corpus != digest():
        found.append("the cases changed since the floors were pinned: look at the scores, then --pin")
    reached = measured(scores)
    for group in sorted(set(floors) & set(reached)):
        for name, floor in floors[group].items():
            if (name == "cases" and not counts) or name not in reached[group]:
                continue
            if reached[group][name] < floor:
                found.append(f"{group} {name}: {reached[group][name]:.3f} is under its floor {floor:.3f}")
    return found


def pin(scores: dict[str, Score], *, lower: bool) -> list[str]:
    """Writes the floors that scores reach; the floors that would go down, which stay unless ``lower``."""
    old, _, _ = load()
    floors: Floors = {group: dict(values) for group, values in old.items()}
    lowered = []
    for group, values in measured(scores).items():
        known = floors.setdefault(group, {})
        for name, value in values.items():
            if value < known.get(name, 0.0):
                lowered.append(f"{group} {name}: {known[name]:.3f} → {value:.3f}")
                if not lower:
                    continue
            known[name] = value
    corpus = digest()
    text = [_HEAD, f'digest = "{corpus}"', f'seal = "{seal_of(floors, corpus)}"', ""]
    for group in sorted(floors):
        text += [f"[floors.{group}]", *(f"{name} = {value}" for name, value in floors[group].items()), ""]
    FLOORS.write_text("\n".join(text), encoding="utf-8")
    return lowered
