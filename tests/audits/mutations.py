"""All contradictions that are planted, by rule and name: ``MUTATIONS``."""

from __future__ import annotations

from tests.audits import planted_figures, planted_texts
from tests.audits.planting import MUTATIONS, Mutation

__all__ = ["MUTATIONS", "Mutation", "planted_figures", "planted_texts"]
