"""Archives (压缩包): what is in them is read like any file, whatever it is called and however it was packed."""

from __future__ import annotations

import shutil
import subprocess
import time
import zipfile
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.reading.packed import MOST_MEMBERS, Packed, harmless, is_packed, unpack
from crawler.records import Document
from tests.reading.office_files import docx_report, report_of, zip_of
from tests.reading.packed_files import rar, tar_of, zip_in_gbk

URL = "http://www.hewan-example.gov.cn/files/a.zip"
REPORT = docx_report(report_of(2019))


def opened(body: bytes, url: str = URL) -> Packed:
    document = Document(body, url, name="a.zip")
    assert is_packed(document)
    return unpack(document)


def names(packed: Packed) -> list[str]:
    return [document.name for document in packed.documents]


def rules(packed: Packed) -> list[str]:
    return [finding.rule for finding in packed.findings]


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for programs, the only one where they are looked for."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "cat").symlink_to(shutil.which("cat") or "/bin/cat")
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.mark.parametrize("make", [zip_of, zip_in_gbk])
def test_documents_come_by_their_names_in_the_order_people_count(make) -> None:  # type: ignore[no-untyped-def]
    packed = opened(make({f"各局年报/第{number}页.txt": f"第{number}页".encode() for number in (10, 2, 1)}))
    assert names(packed) == ["第1页.txt", "第2页.txt", "第10页.txt"]
    assert unquote(packed.documents[0].url) == f"{URL}#各局年报/第1页.txt"
    assert [document.body.decode() for document in packed.documents] == ["第1页", "第2页", "第10页"]
    assert packed.findings == []


def test_a_name_in_utf_8_that_does_not_say_so() -> None:
    body = zip_in_gbk({"年报报.txt": b"x"})  # six bytes in GBK, and as many in UTF-8
    assert names(opened(body.replace("年报报".encode("gbk"), "年报".encode()))) == ["年报.txt"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\年报\\a.doc", "年报/a.doc"),
        ("a/./b//c.doc", "a/b/c.doc"),
        ("a\x00b\x1f.doc", "ab.doc"),
        ("..", ""),
        ("x" * 900, "x" * 500),
    ],
)
def test_a_name_leads_nowhere(name: str, expected: str) -> None:
    assert harmless(name) == expected


def test_what_packers_add_is_no_document() -> None:
    members = {
        "a.txt": b"x",
        "__MACOSX/._a.txt": b"y",
        "b/.DS_Store": b"y",
        "Thumbs.db": b"y",
        "~$a.doc": b"y",
        "c/": b"",
    }
    assert names(opened(zip_of(members))) == ["a.txt"]


def test_an_archive_in_an_archive_is_named_and_not_opened() -> None:
    packed = opened(zip_of({"a.docx": REPORT, "b.zip": zip_of({"c.txt": b"x"}), "d.rar": rar({"e.txt": b"x"})}))
    assert names(packed) == ["a.docx"]
    assert rules(packed) == ["unread_format"] * 2
    assert "b.zip" in packed.findings[0].message and "d.rar" in packed.findings[1].message


def test_a_bomb_costs_little_and_says_so() -> None:
    begun = time.process_time()
    packed = opened(zip_of({"a.txt": b"x", "b.txt": bytes(90_000_000)}))
    assert (names(packed), rules(packed)) == (["a.txt"], ["zip_bomb"])
    assert time.process_time() - begun < 3


def test_many_large_members_are_bounded_together() -> None:
    packed = opened(zip_of({f"{number}.txt": bytes(20_000_000) for number in range(6)}))
    assert len(packed.documents) == 3
    assert rules(packed) == ["zip_bomb"]


def test_a_thousand_members_are_bounded() -> None:
    packed = opened(zip_of({f"{number}.txt": b"x" for number in range(1000)}))
    assert (len(packed.documents), rules(packed)) == (MOST_MEMBERS, ["truncated"])


def test_encrypted_members_are_named_and_the_others_read() -> None:
    body = bytearray(zip_of({"a.txt": b"x" * 50, "b.docx": REPORT}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        body[body.find(signature) + offset] |= 1
    packed = opened(bytes(body))
    assert (names(packed), rules(packed)) == (["b.docx"], ["encrypted"])
    assert packed.findings[0].evidence == "a.txt"


def test_a_cut_archive_gives_what_is_whole() -> None:
    body = zip_of({"a.txt": b"abc" * 50, "b.docx": REPORT})
    packed = opened(body[: len(body) // 2])
    assert names(packed)[0] == "a.txt"
    assert "truncated" in rules(packed)


def test_an_empty_archive_says_so() -> None:
    assert rules(opened(zip_of({}))) in (["empty_file"], ["broken_file"])


def test_rar_and_7z_without_a_program_name_the_format_and_what_is_missing(programs: Path) -> None:
    for body, kind in ((rar({"a.txt": b"x"}), "RAR"), (b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(64), "7z")):
        packed = opened(body)
        assert (packed.documents, rules(packed)) == ([], ["unread_format"])
        assert kind in packed.findings[0].message and "bsdtar" in packed.findings[0].message


def test_rar_by_a_program(programs: Path) -> None:
    made = programs / "made.tar"
    made.write_bytes(tar_of({"各局/a.docx": REPORT, "../b.txt": b"x", "__MACOSX/c": b"x"}))
    (programs / "bsdtar").write_text(f"#!/bin/sh\nexec cat '{made}'\n")
    (programs / "bsdtar").chmod(0o755)
    packed = opened(rar({"a": b"x"}))
    assert (names(packed), rules(packed)) == (["b.txt", "a.docx"], [])


def test_a_program_that_fails_or_talks_nonsense_leaves_a_finding(programs: Path) -> None:
    for script in ("exit 1", "echo nonsense", "exit 0"):
        (programs / "bsdtar").write_text(f"#!/bin/sh\n{script}\n")
        (programs / "bsdtar").chmod(0o755)
        packed = opened(rar({"a": b"x"}))
        assert (packed.documents, rules(packed)) == ([], ["broken_file"])


def test_encrypted_rar_and_7z_say_so(programs: Path) -> None:
    locked = [
        rar({"a.txt": b"x"}, encrypted=True),
        b"Rar!\x1a\x07\x01\x00" + b"\x00\x00\x00\x00\x21\x04" + bytes(60),
        b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(64) + b"\x24\x06\xf1\x07\x01\x0a",
    ]
    for body in locked:
        assert rules(opened(body)) == ["encrypted"]


@pytest.mark.skipif(shutil.which("bsdtar") is None, reason="bsdtar (libarchive) is not installed")
def test_real_rar_and_7z_by_bsdtar(tmp_path: Path) -> None:
    (tmp_path / "年报.docx").write_bytes(REPORT)
    made = tmp_path / "a.7z"
    subprocess.run(["bsdtar", "-cf", made, "--format=7zip", "年报.docx"], cwd=tmp_path, check=True)
    for body in (made.read_bytes(), rar({"年报.docx": REPORT})):
        packed = opened(body)
        assert (names(packed), rules(packed)) == (["年报.docx"], [])
        assert packed.documents[0].body == REPORT


@settings(max_examples=60, deadline=None)
@given(damage=st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=12), cut=st.integers(0, 4000))
def test_no_damage_to_the_bytes_raises(damage: list[tuple[int, int]], cut: int) -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("年报/a.txt", "一、概述" * 100)
        package.writestr("b.docx", REPORT[:1500])
    body = bytearray(buffer.getvalue())
    for at, value in damage:
        body[at % len(body)] = value
    unpack(Document(bytes(body[: max(cut, 4)]), URL))
