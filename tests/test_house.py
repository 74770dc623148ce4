"""The house: a room imports only from rooms below it (crawler/README.md), and no two modules import each other."""

from __future__ import annotations

import ast
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted(path for top in ("spiders", "pipelines", "crawler") for path in (ROOT / top).rglob("*.py"))


def _name(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")


MODULES = {_name(path): path for path in SOURCES}


def _imported(path: Path) -> set[str]:
    """The modules of this project that a module imports anywhere in its text."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= inside & MODULES.keys() or {node.module}
    return (found & MODULES.keys()) - {_name(path)}


IMPORTS = {name: _imported(path) for name, path in MODULES.items()}


def _rooms() -> list[str]:
    """The rooms as crawler/README.md draws them, from the top."""
    drawing = (ROOT / "crawler" / "README.md").read_text(encoding="utf-8").split("```")[1]
    places = re.findall(r"^(?:spiders|pipelines|crawler)/\S*", drawing, re.MULTILINE)
    return [place.removesuffix(".py").strip("/").replace("/", ".") for place in places]


def _room_of(module: str, rooms: list[str]) -> str:
    inside = [room for room in rooms if module == room or module.startswith(room + ".")]
    return inside[-1] if inside else ""


def test_every_module_stands_in_a_room_of_the_drawing() -> None:
    rooms = _rooms()

    assert [module for module, path in MODULES.items() if not _room_of(module, rooms) and path.stem != "__init__"] == []


@pytest.mark.parametrize("room", _rooms())
def test_no_room_imports_from_one_above_it(room: str) -> None:
    rooms = _rooms()
    above = set(rooms[: rooms.index(room)])

    assert [
        f"{module} imports {other}"
        for module, others in IMPORTS.items()
        if _room_of(module, rooms) == room
        for other in sorted(others)
        if _room_of(other, rooms) in above
    ] == []


def test_no_modules_import_each_other() -> None:
    try:
        TopologicalSorter(IMPORTS).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))
