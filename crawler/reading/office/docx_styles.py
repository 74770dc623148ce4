"""Styles and lists of a DOCX: what a paragraph inherits, and the number that is printed before it."""

from __future__ import annotations

import re

import msgspec
from lxml import etree

from crawler.reading.archives import Archive
from crawler.reading.office.docx_parts import W, normal, on, value
from crawler.reading.office.numbering import Counters, Level

_HEADING = re.compile(r"^(?:heading|标题|title|subtitle|副标题)\s*\d?$", re.I)
_CONTENTS = re.compile(r"^(?:toc|目录|table of figures|图表目录)\s*(?:heading|标题)?\s*\d?$", re.I)
_DEEPEST = 20


class Style(msgspec.Struct):
    """What a paragraph looks like, as far as reading needs it. ``list_key`` is "" where it has no number."""

    heading: bool = False
    center: bool = False
    contents: bool = False
    list_key: str = ""
    level: int = 0


class Styles:
    """The styles and lists of one document."""

    def __init__(self) -> None:
        self.counters = Counters()
        self._styles: dict[str, etree._Element] = {}
        self._default = ""
        self._resolved: dict[str, Style] = {}
        #: Per abstract list its levels; per list the abstract list and the starts it overrides.
        self._levels: dict[str, list[Level]] = {}
        self._style_levels: dict[str, tuple[str, int]] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}
        self._own_levels: dict[str, dict[int, Level]] = {}

    @classmethod
    def load(cls, archive: Archive, part: str) -> Styles:
        """The styles of a package whose main part is ``part``; missing or broken parts are like empty ones."""
        styles = cls()
        folder = part.rpartition("/")[0]
        root = normal(archive, f"{folder}/styles.xml")
        for style in root.iter(W + "style") if root is not None else ():
            if style.get(W + "type", "paragraph") == "paragraph":
                styles._styles[style.get(W + "styleId") or ""] = style
                if style.get(W + "default") in ("1", "true"):
                    styles._default = style.get(W + "styleId") or ""
        styles._load_lists(normal(archive, f"{folder}/numbering.xml"))
        return styles

    def _load_lists(self, root: etree._Element | None) -> None:
        if root is None:
            return
        links: dict[str, str] = {}
        for abstract in root.iter(W + "abstractNum"):
            key = abstract.get(W + "abstractNumId") or ""
            self._levels[key] = [Level(format="none") for _ in range(9)]
            for node in abstract.findall(W + "lvl"):
                at = _integer(node.get(W + "ilvl"), 0)
                if 0 <= at < 9:
                    self._levels[key][at] = _level(node)
                    style = value(node, "pStyle")
                    if style:
                        self._style_levels[style] = (key, at)
            links[key] = value(abstract, "numStyleLink")
        named = {value(a, "styleLink"): a.get(W + "abstractNumId") or "" for a in root.iter(W + "abstractNum")}
        for number in root.iter(W + "num"):
            key = value(number, "abstractNumId")
            target = named.get(links.get(key, "")) if links.get(key) else key
            own = number.get(W + "numId") or ""
            starts: dict[int, int] = {}
            for override in number.findall(W + "lvlOverride"):
                at = _integer(override.get(W + "ilvl"), 0)
                level = override.find(W + "lvl")
                if level is not None:
                    self._own_levels.setdefault(own, {})[at] = _level(level)
                start = value(override, "startOverride")
                if start:
                    starts[at] = _integer(start, 1)
            self._lists[own] = (target or key, starts)

    def paragraph(self, properties: etree._Element | None) -> Style:
        """The style of a paragraph with these ``w:pPr``: its own settings over those of its named style."""
        name = value(properties, "pStyle") or self._default
        base = self._named(name)
        if properties is None or not len(properties):
            return base
        return self._over(base, properties, name)

    def _named(self, name: str, depth: int = 0) -> Style:
        if name in self._resolved:
            return self._resolved[name]
        node = self._styles.get(name)
        if node is None or depth > _DEEPEST:
            return Style()
        base = self._named(value(node, "basedOn"), depth + 1)
        style = msgspec.structs.replace(base)
        properties = node.find(W + "pPr")
        if properties is not None:
            style = self._over(base, properties, name)
        label = value(node, "name")
        style.heading = style.heading or bool(_HEADING.match(label))
        style.contents = bool(_CONTENTS.match(label))
        self._resolved[name] = style
        return style

    def _over(self, base: Style, properties: etree._Element, name: str) -> Style:
        alignment = value(properties, "jc")
        outline = value(properties, "outlineLvl")
        style = Style(
            heading=_integer(outline, 9) < 9 if outline else base.heading,
            center=alignment == "center" if alignment else base.center,
            contents=base.contents,
            list_key=base.list_key,
            level=base.level,
        )
        numbers = properties.find(W + "numPr")
        if numbers is not None:
            key, level = value(numbers, "numId"), value(numbers, "ilvl")
            if key:
                style.list_key = "" if key == "0" else key
            if level:
                style.level = _integer(level, 0)
            elif key and name in self._style_levels:
                style.level = self._style_levels[name][1]
        return style

    def next_number(self, style: Style) -> str:
        """The number before the next paragraph of this style, as printed; "" where it has none or a bullet."""
        known = self._lists.get(style.list_key)
        if known is None:
            return ""
        key, starts = known
        levels = list(self._levels.get(key, ()))
        for at, own in self._own_levels.get(style.list_key, {}).items():
            if 0 <= at < len(levels):
                levels[at] = own
        for at, start in starts.items():
            self.counters.restart(key, style.list_key, at, start)
        return self.counters.next(key, levels, style.level)


def _level(node: etree._Element) -> Level:
    restart = value(node, "lvlRestart")
    form = value(node, "numFmt")
    if not form:  # a custom format stands in an alternative; its fallback is a plain one
        nested = next(node.iter(W + "numFmt"), None)
        form = nested.get(W + "val", "decimal") if nested is not None else "decimal"
    return Level(
        start=_integer(value(node, "start"), 0 if not value(node, "start") else 1),
        format="decimal" if form == "custom" else form,
        text=value(node, "lvlText"),
        restart=_integer(restart, -1) if restart else -1,
        legal=on(node, "isLgl"),
    )


def _integer(text: str | None, default: int) -> int:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else default
