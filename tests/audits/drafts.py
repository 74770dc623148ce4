"""Clean reports of four eras: made-up texts and filled tables that agree, with the traps of real reports in them."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Literal

from crawler.catalogue.divisions import Division
from crawler.catalogue.table import STILL, table
from tests.audits.tables import REFUSED, REST, Filled, Values, fill_annex, fill_proactive, fill_requests, fill_reviews

Era = Literal["narrative", "annex2014", "trial2019", "standard2021"]
NUMERALS = "一二三四五六七八九十"

_DRAW = re.compile(r"<([^<>{}]+)>")
_LIST = re.compile(r"\[(\w+)([，；])\]")
_RANGE = re.compile(r"(\d+)-(\d+)")


@cache
def phrases() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "phrases.toml").read_text(encoding="utf-8"))


@dataclass
class Para:
    """A paragraph: ``text`` with {names} of the report; ``said`` is what it says instead, once spoilt."""

    text: str
    said: dict[str, object] = field(default_factory=dict)

    def states(self, name: str) -> bool:
        return f"{{{name}}}" in self.text


@dataclass
class Part:
    """A section: its number as printed, its topic (a key of the phrases' headings, or ``sub``), what it holds."""

    topic: str
    number: str
    heading: str
    items: list[Para | Filled] = field(default_factory=list)


@dataclass
class Draft:
    """A report before it is printed. ``names`` are all figures and words that its paragraphs state."""

    era: Era
    year: int
    title: str
    url: str
    published: date
    names: dict[str, Any]
    home: Division
    opening: list[Para]
    parts: list[Part]
    signature: bool = True

    def paras(self) -> list[Para]:
        return [*self.opening, *(item for part in self.parts for item in part.items if isinstance(item, Para))]

    def filled(self, form: str) -> Filled | None:
        tables = (item for part in self.parts for item in part.items if isinstance(item, Filled))
        return next((table for table in tables if table.form == form), None)

    def say(self, para: Para) -> str:
        return para.text.format_map(self.names | para.said)

    def html(self) -> str:
        """The page, as a plain portal prints it."""
        lines = [f"<p>{self.say(para)}</p>" for para in self.opening]
        for part in self.parts:
            if part.heading:
                lines.append(f"<p>{part.number}{part.heading.format_map(self.names)}</p>")
            lines += [item.html() if isinstance(item, Filled) else f"<p>{self.say(item)}</p>" for item in part.items]
        if self.signature:
            signed = self.published
            lines.append(f"<p align=right>{self.names['agency']}</p>")
            lines.append(f"<p align=right>{signed.year}年{signed.month}月{signed.day}日</p>")
        return (
            f"<html><head><title>{self.title}</title></head><body><div class=nav><a href=/>首页</a> &gt; "
            f"<a href=/nb/>政府信息公开年报</a></div><h1>{self.title}</h1><p>发布时间：{self.published} 来源：本站</p>"
            f"<div id=zoom>{''.join(lines)}</div><p><a href=javascript:window.print()>打印本页</a></p></body></html>"
        )


@cache
def _counties() -> tuple[Division, ...]:
    """Counties of today by provinces, whose names no other place has."""
    rows = [row for rows in table().by_code.values() for row in rows if row.level == "county" and row.valid_to == STILL]
    names = table().by_name
    own = [row for row in rows if len(names[row.name]) == 1 and row.valid_from <= 2006 and row.name[-1] in "县区市"]
    many = Counter(row.province for row in own)
    return tuple(row for row in own if many[row.province] > 3)


class Writer:
    """Writes one draft; all of it follows from the seed."""

    def __init__(self, seed: str, year: int | None = None, last: Draft | None = None) -> None:
        self.rng = Random(seed)
        self._last = last
        self.year = last.year + 1 if last else year or self.rng.randint(2009, 2024)
        era: Era = "narrative" if self.year < 2014 else "annex2014" if self.year < 2019 else "trial2019"
        self.era: Era = "standard2021" if self.year > 2020 else era
        self.busy = self.rng.random() < 0.6
        self.names: dict[str, Any] = {}
        self.requests: Values = {}
        self.reviews: Values = {}

    def write(self) -> Draft:
        self._who()
        self._figures()
        opening = [self._para("opening", "lines")]
        opening[0].text += self._one("opening", "period") if self.rng.random() < 0.8 else ""
        if self.rng.random() < 0.6:
            opening.append(self._para("opening", "contact"))
        if self.era in ("narrative", "annex2014") and self.rng.random() < 0.3:
            opening[0].text += self._one("opening", "contents")
        parts = self._form() if self.era in ("trial2019", "standard2021") else self._narrative()
        agency = self.names["agency"]
        government = agency.endswith(("政府", "办事处")) or self.year <= 2018
        due = date(self.year + 1, 3, 31) if government else date(self.year + 1, 1, 31)
        title = self.rng.choice(("{agency}{year}年政府信息公开工作年度报告", "{year}年{agency}政府信息公开年度报告"))
        return Draft(
            era=self.era,
            year=self.year,
            title=title.format_map(self.names),
            url=f"http://{self.names['host']}/nb/{self.year}/t{self.rng.randint(1000, 9999)}.html",
            published=due - timedelta(days=self.rng.randint(0, 20)),
            names=self.names,
            home=self.home,
            opening=opening,
            parts=parts,
            signature=self.rng.random() < 0.6,
        )

    def _who(self) -> None:
        rng, names = self.rng, phrases()["names"]
        if self._last is not None:
            self.home = self._last.home
            self.names |= {key: self._last.names[key] for key in ("agency", "we", "field", "county", "city", "host")}
        else:
            self.home = rng.choice(_counties())
            county, kind = self.home.name, rng.random()
            agency, we = f"{county}{rng.choice(names['bureaus'])}", rng.choice(("我局", "我局", "本机关"))
            if kind < 0.15:
                agency, we = f"{county}人民政府", f"我{county[-1]}"
            elif kind < 0.3:
                town = rng.choice(names["towns"])
                agency, we = f"{county}{town}人民政府", f"我{town[-1]}"
            elif kind < 0.36:
                agency, we = f"{county}{rng.choice(names['streets'])}办事处", "我街道"
            self.names |= {"agency": agency, "we": we, "field": rng.choice(names["fields"]), "county": county}
            self.names |= {"city": self.home.city or self.home.province, "host": f"www.x{self.home.code}.gov.cn"}
        near = [row.name for row in _counties() if row.province == self.home.province and row is not self.home]
        self.names |= {f"near{i}": name for i, name in enumerate(rng.sample(near, 3))}
        self.names |= {"year": self.year, "last": self.year - 1, "next": self.year + 1}
        self.names["decree"], self.names["article"] = (492, "三十一") if self.year <= 2018 else (711, "四十九")

    def _figures(self) -> None:
        rng = self.rng
        carried = None
        if self._last is not None:
            before = self._last.filled("requests")
            carried = {"natural_person": self._last.names["carried_out"]}
            if before is not None:
                carried = {c: int(v) for (row, c), v in before.values.items() if row == "carried_out" and c != "total"}
        self.requests = fill_requests(rng, self.era, self.busy, carried)
        self.reviews = fill_reviews(rng, self.busy and rng.random() < 0.6)
        total = {row: int(value) for (row, column), value in self.requests.items() if column == "total"}
        received = total["received"]
        online = rng.randint(0, received)
        letter = rng.randint(0, received - online)
        figures: dict[str, Any] = {
            "received": received, "natural": int(self.requests["received", "natural_person"]),
            "online": online, "letter": letter, "person": received - online - letter,
            "carried_in": total["carried_in"], "carried_out": total["carried_out"],
            "processed": total["total_processed"], "granted": total.get("granted", 0),
            "partly": total.get("partly_granted", 0), "refused": sum(total.get(row, 0) for row in REFUSED),
            "not_held": total.get("unavailable_not_held", 0),
            "rest": sum(total.get(row, 0) for row in (*REST, "other")),
            "reviews": int(self.reviews["review", "total"]),
            "upheld": int(self.reviews["review", "upheld"]), "corrected": int(self.reviews["review", "corrected"]),
            "lawsuits": int(self.reviews["lawsuit_direct", "total"] + self.reviews["lawsuit_after_review", "total"]),
            "issued": rng.choice((0, rng.randint(1, 12))), "repealed": rng.choice((0, rng.randint(1, 5))),
            "penalties": rng.choice((0, rng.randint(1, 300))), "fees": rng.choice((0, 0, rng.randint(2, 40) * 10)),
            "region": rng.randint(5000, 30000), "region_requests": received + rng.randint(20, 300),
        }  # fmt: skip
        figures["legal"] = received - figures["natural"]
        figures["elsewise"] = figures["reviews"] - figures["upheld"] - figures["corrected"]
        disclosed = rng.randint(80, 900)
        more = rng.randint(2, 40)
        rate = round(more / (disclosed - more) * 100, 1) if disclosed > more else 100
        figures |= {"disclosed": disclosed, "more": more, "rate": rate, "some": rng.randint(5, disclosed // 2)}
        figures |= {"by_site": rng.randint(disclosed // 2, disclosed), "by_media": rng.randint(20, disclosed)}
        figures["both"] = rng.randint(5, min(figures["by_site"], figures["by_media"]))
        ever = self._last.names["ever"] if self._last else rng.randint(1000, 9000)
        figures["ever"] = ever + disclosed
        self.names |= figures

    # Lists whose parts make their whole.

    def _expand(self, match: re.Match[str]) -> str:
        kind, sign = match[1], match[2]
        count = self.rng.randint(3, 6)
        names = [*self.rng.sample(phrases()["names"]["categories"][:-1], count - 1), "其他类"]
        cuts = sorted(self.rng.sample(range(1, self.names["disclosed"]), count - 1))
        parts = [high - low for low, high in zip([0, *cuts], [*cuts, self.names["disclosed"]], strict=True)]
        printed = []
        for i, (name, part) in enumerate(zip(names, parts, strict=True)):
            self.names[f"{kind}{i}"] = part
            item = f"{name}信息{{{kind}{i}}}条"
            if kind == "shares":
                self.names[f"share_of{i}"] = round(part / self.names["disclosed"] * 100, self.rng.choice((1, 2)))
                item += f"，占{{share_of{i}}}%"
            if kind == "nested" and i == 0 and part > 3:
                inner = self.rng.randint(1, part - 1)
                self.names |= {"inner0": inner, "inner1": part - inner}
                item += "（其中图片信息{inner0}条，文字信息{inner1}条）"
            printed.append(item)
        return sign.join(printed)

    # Sentences.

    def _one(self, group: str, key: str) -> str:
        return self._fill(self.rng.choice(phrases()[group][key]))

    def _fill(self, phrase: str) -> str:
        return _LIST.sub(self._expand, _DRAW.sub(self._draw, phrase))

    def _draw(self, match: re.Match[str]) -> str:
        span = _RANGE.fullmatch(match[1])
        return str(self.rng.randint(int(span[1]), int(span[2]))) if span else self.rng.choice(match[1].split("|"))

    def _para(self, group: str, key: str) -> Para:
        return Para(self._one(group, key))

    def _some(self, group: str, key: str, most: int) -> list[Para | Filled]:
        options = phrases()[group][key]
        chosen = self.rng.sample(range(len(options)), self.rng.randint(0, min(most, len(options))))
        return [Para(self._fill(options[i])) for i in sorted(chosen)]

    def _said(self, topic: str) -> list[Para | Filled]:
        """What a report says on a topic, with the figures that it has."""
        rng, names = self.rng, self.names
        if topic == "overview":
            said = [Para(self._fill(phrases()["work"]["lines"][0])), *self._some("work", "lines", 5)]
            return [*said, self._para("disclosed", "again")] if rng.random() < 0.3 else said
        if topic == "disclosed":
            listed = rng.random() < 0.5
            said = [self._para("disclosed", "parts" if listed else "total")]
            traps = self._some("disclosed", "traps", 4)
            if names["we"].startswith(("我县", "我区", "我市")):
                traps = [item for item in traps if isinstance(item, Para) and not item.states("region")]
            return [*said, *traps]
        if topic == "requests":
            if not names["received"]:
                return [self._para("requests", "none")]
            said = [self._para("requests", rng.choice(("total", "parts")))]
            if rng.random() < 0.6 and names["processed"]:
                said.append(self._para("requests", "outcomes"))
            if rng.random() < 0.3:
                said.append(self._para("requests", "carried"))
            traps = self._some("requests", "traps", 2)
            if names["we"].startswith(("我县", "我区", "我市")) or names["carried_in"]:
                traps = [
                    t for t in traps if isinstance(t, Para) and not t.states("region_requests") and "结转" not in t.text
                ]
            return [*said, *traps]
        if topic == "fees":
            return [self._para("fees", "some" if names["fees"] else "none")]
        if topic == "reviews":
            if not names["reviews"] and not names["lawsuits"]:
                return [self._para("reviews", "none")]
            if names["reviews"] and rng.random() < 0.5:
                return [Para(self._one("reviews", "parts") + self._one("reviews", "lawsuits"))]
            return [self._para("reviews", "some")]
        if topic == "problems":
            return [*self._some("problems", "lines", 3), self._para("problems", "plans")]
        return [self._other()]

    def _other(self) -> Para:
        options = phrases()["other"]["lines"]
        return Para(
            self._fill(self.rng.choice([o for o in options if "信息处理费" not in o or not self.names["fees"]]))
        )

    def _narrative(self) -> list[Part]:
        topics = ["overview", "disclosed", "requests", "fees", "reviews", "problems"]
        topics += ["other"] if self.rng.random() < 0.5 else []
        parts = []
        for i, topic in enumerate(topics):
            parts.append(
                Part(topic, f"{NUMERALS[i]}、", self.rng.choice(phrases()["headings"][topic]), self._said(topic))
            )
        if self.rng.random() < 0.3:
            parts[1].items += self._some("files", "lines", 1)[:1] if self.era == "narrative" else []
        if self.era == "annex2014":
            filled = Filled("annex2014", self.era, fill_annex(self.rng, self.names), self._zero())
            caption = Para("附：{agency}政府信息公开情况统计表（{year}年度）")
            parts[-1].items += [caption, filled]
        return parts

    def _form(self) -> list[Part]:
        rng = self.rng
        fifth = "存在的主要问题及改进情况"
        if self.era == "trial2019":
            fifth = "政府信息公开工作存在的主要问题及改进情况"
        sub = [("主动公开情况", self._said("disclosed")), ("依申请公开办理情况", self._said("requests"))]
        sub += [("政府信息管理情况", self._some("files", "lines", 2)), ("监督保障情况", self._some("work", "lines", 3))]
        parts = [Part("general", "一、", "总体情况", [Para(self._fill(phrases()["work"]["lines"][0]))])]
        numbered = rng.random() < 0.7
        for i, (heading, items) in enumerate(sub):
            if numbered:
                parts.append(Part("sub", f"（{NUMERALS[i]}）", heading, items))
            else:
                parts[0].items += items
        zero = self._zero()
        requests = Filled("requests", self.era, self.requests, zero)
        if rng.random() < 0.15:
            inner = [row for row, column in self.requests if column == "total"]
            requests.raw = {(row, "total"): "" for row in dict.fromkeys(inner)}
        proactive = Filled("proactive", self.era, fill_proactive(rng, self.era, self.names), zero)
        reviews = Filled("reviews", self.era, self.reviews, zero)
        parts.append(Part("disclosed", "二、", "主动公开政府信息情况", [proactive]))
        parts.append(Part("requests", "三、", "收到和处理政府信息公开申请情况", [requests]))
        parts.append(Part("reviews", "四、", "政府信息公开行政复议、行政诉讼情况", [reviews]))
        if rng.random() < 0.3:
            parts[-1].items.insert(0, self._said("reviews")[0])
        parts.append(Part("problems", "五、", fifth, self._said("problems")))
        parts.append(Part("other", "六、", "其他需要报告的事项", [self._other()]))
        return parts

    def _zero(self) -> str:
        return self.rng.choice(("0", "0", "0", "", "/", "—"))
