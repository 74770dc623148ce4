"""The parts of a DOCX package and the small questions asked of its XML."""

from __future__ import annotations

import re

from lxml import etree

from crawler.reading.archives import Archive, ArchiveError, parse_xml

_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": _TRANSITIONAL,
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
W = "{" + _TRANSITIONAL.decode() + "}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OFF = frozenset(("0", "false", "off", "none"))


def normal(archive: Archive, name: str) -> etree._Element | None:
    """The root of a part, its namespaces those of transitional OOXML also where the file is strict."""
    if name not in archive:
        return None
    data = archive.read(name)
    for strict, transitional in _STRICT.items():
        data = data.replace(strict, transitional)
    return parse_xml(data, name)


def main_part(archive: Archive) -> str:
    """The name of the part that holds the text, by the package's relationships, else by its usual name."""
    root = archive.xml("_rels/.rels")
    for relation in root if root is not None else ():
        target = (relation.get("Target") or "").lstrip("/")
        if (relation.get("Type") or "").endswith("/officeDocument") and target in archive:
            return target
    likely = (name for name in archive.names if re.search(r"(?:^|[/\\])document\d*\.xml$", name, re.I))
    name = next(likely, None)
    if name is None:
        raise ArchiveError("broken_file", "DOCX 中没有正文(word/document.xml)")
    return name


def value(node: etree._Element | None, name: str, default: str = "") -> str:
    """The ``w:val`` of a child; ``default`` where the child has none; "" where there is no such child."""
    child = node.find(W + name) if node is not None else None
    return "" if child is None else child.get(W + "val", default)


def on(node: etree._Element, name: str) -> bool:
    """Whether a switch such as ``w:vanish`` is there and not off."""
    child = node.find(W + name)
    return child is not None and child.get(W + "val", "1") not in _OFF


def local(node: etree._Element) -> str:
    """The name of an element without its namespace."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def image_targets(archive: Archive, part: str) -> dict[str, str]:
    """The members that relationships of the main part name, by relationship id."""
    folder, _, file = part.rpartition("/")
    root = archive.xml(f"{folder}/_rels/{file}.rels")
    found: dict[str, str] = {}
    for relation in root if root is not None else ():
        target = relation.get("Target") or ""
        if relation.get("TargetMode") != "External" and "media/" in target:
            found[relation.get("Id") or ""] = f"{folder}/{target}" if not target.startswith("/") else target[1:]
    return found


def load_notes(archive: Archive, part: str, kind: str) -> dict[str, str]:
    """The texts of the notes of a kind (``footnote``, ``endnote``) by ``kind`` + id."""
    root = normal(archive, f"{part.rpartition('/')[0]}/{kind}s.xml")
    found: dict[str, str] = {}
    for note in root.iter(W + kind) if root is not None else ():
        if note.get(W + "type") in (None, "normal"):
            text = "".join(element.text or "" for element in note.iter(W + "t"))
            found[kind + (note.get(W + "id") or "")] = text
    return found
