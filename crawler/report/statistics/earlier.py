"""What the sentences before have counted (此前各句的数字), and of which of it a sentence goes on to list the parts."""

from __future__ import annotations

from crawler.report.statistics.items import Item
from crawler.report.statistics.lists import OUTCOMES
from crawler.report.statistics.rules import rules


class Earlier:
    """The figures of the sentences read so far.

    ``totals`` are the unlabelled figures of the year, ``labelled`` what was disclosed in all of a category or a
    channel; ``before`` is what the last sentence counted, if one thing, ``counted`` its measure, if nothing else, and
    ``unread`` tells that it had figures of which none was understood.
    """

    def __init__(self) -> None:
        self.totals: list[Item] = []
        self.labelled: list[Item] = []
        self.before: Item | None = None
        self.counted = ""
        self.unread = False

    def add(self, item: Item) -> None:
        """Takes a figure as one that a later sentence may go on about."""
        if item.label is None and item.period == "year" and item.scope != "other":
            self.totals.append(item)
        elif item.measure == "disclosed":
            self.labelled.append(item)

    def whole(self, words: str, told: str, values: list[float], *, restated: bool) -> Item | None:
        """The figure whose parts a sentence lists that begins with ``words`` (其中, 从内容看), else ``None``.

        ``told`` is the measure that the words name, ``values`` are the sentence's figures; ``restated``: the first of
        them is the whole itself (在公开的52条中), so that it must be one that was told.
        """
        if rules().lists["channels"].search(words):
            # 在门户网站公开的信息中: of another whole
            return next((item for item in reversed(self.labelled) if item.label and item.label in words), None)
        family, before, made = told.partition("_")[0], self.before, sum(values)
        totals = [item for item in self.totals if item.measure.startswith(family) and item.measure not in OUTCOMES]
        again = restated or 2 * values[0] == made  # 按类别统计，共公开458条，其中动态142条、公告316条
        alike = values[0] if again else made
        exact = total = next((item for item in reversed(totals) if item.figure.value == alike), None)
        if exact is None and len(values) > 1 and not restated and family in ("", "disclosed"):
            # 全县公开20656条，其中我办公开801条。其中：…, which make up 801
            exact = total = next((item for item in reversed(self.labelled) if item.figure.value == made), None)
        if total is None:
            # 全县公开11517条, long before: the list is of it only where it says so itself
            near = (item for item in reversed(totals) if item.scope == "agency" or (item is before and not restated))
            total = next(near, None)
        if words.endswith("其中"):
            # 公开356条。历年累计公开1796条。其中…: the parts make up the former
            made_up = exact if len(values) > 1 else None
            whole = made_up or before or (None if self.unread else total)
        else:
            whole = total or (before if before and before.measure.startswith(family) else None)
        other = whole is not None and whole.figure.value != values[0]
        if restated and other and whole is not None and (whole.period, whole.scope) != ("year", "agency"):
            return None  # 公开52条。历年累计公开134条。在公开的52条中: of another whole
        return whole
