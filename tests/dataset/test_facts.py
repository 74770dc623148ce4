"""The files of data/ are described where people look for them."""

from __future__ import annotations

from crawler.facts import DATA


def test_every_file_of_facts_is_described_in_its_readme() -> None:
    told = (DATA / "README.md").read_text(encoding="utf-8")
    names = [file.name for file in DATA.iterdir() if file.suffix in (".toml", ".csv")]
    assert [name for name in sorted(names) if f"`{name}`" not in told and f"## {name}" not in told] == []
