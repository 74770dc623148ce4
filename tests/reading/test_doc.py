from __future__ import annotations

import os
import quopri
import stat
import struct
import subprocess
import time
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.reading import converters
from crawler.reading.office.doc import read_doc
from crawler.reading.ole import Ole, OleError
from crawler.records import Page
from tests.reading.office_files import assert_whole, docx, docx_report, p, report_of, shape, texts
from tests.reading.ole_files import CENTER, IN_TABLE, Para, doc, doc_report, numbered, ole, row_end
from tests.standin.bodies import word_soup
from tests.standin.forms import Table


def rules(page: Page) -> list[str]:
    return [finding.rule for finding in page.findings]


@pytest.mark.parametrize("year", [2011, 2016, 2020, 2023])
def test_a_word_97_report_of_each_era_comes_out_whole(year: int) -> None:
    report = report_of(year)
    page = read_doc(doc_report(report), "http://a.gov.cn/r.doc")
    assert_whole(page, report)
    assert page.format == "doc" and not page.findings
    assert page.blocks[0].text == report.title and page.blocks[0].center


def test_row_definitions_in_the_data_stream_are_found() -> None:
    report = report_of(2023)
    assert_whole(read_doc(doc_report(report, huge=True), ""), report)


def test_automatic_numbers_begin_anew_under_each_heading() -> None:
    levels = [(0, "甲"), (1, "乙"), (2, "丙"), (1, "丁"), (0, "戊"), (1, "己")]
    page = read_doc(doc([Para(text + "\r", numbered(level)) for level, text in levels]), "")
    assert texts(page) == ["一、甲", "（一）乙", "1.丙", "（二）丁", "二、戊", "（一）己"]


def test_fields_breaks_and_hidden_text() -> None:
    page = read_doc(
        doc(
            [
                Para("第\x13 PAGE \x147\x15页\r"),
                Para('见\x13 HYPERLINK "http://a" \x14附件\x15。\x0b第二行\r'),
                Para("非断\x1e连字\x1f符\r"),
                Para("看得见的藏起来的又看见\r", hidden=(4, 8)),
                Para("居中\r", CENTER),
            ]
        ),
        "",
    )
    assert texts(page) == ["第页", "见附件。", "第二行", "非断-连字符", "看得见的又看见", "居中"]
    assert page.blocks[-1].center


def test_footnotes_and_text_boxes_are_read_but_no_headers() -> None:
    page = read_doc(doc([Para("正文\r")], notes="注：脚注\r", headers="页眉\r", boxes="框内\r"), "")
    assert texts(page) == ["正文", "注：脚注", "框内"]


def test_text_with_one_byte_a_character() -> None:
    assert texts(read_doc(doc([Para("Annual report 2023 – “OK”\r")], narrow=True), "")) == ["Annual report 2023 – “OK”"]


def test_cells_merged_across_by_flags_and_rows_that_begin_further_right() -> None:
    rows = [
        Para("项目\x07", IN_TABLE), Para("\x07", IN_TABLE), Para("数\x07", IN_TABLE),
        row_end([0, 600, 1200, 1800], [1, 2, 0], [0, 0, 0]),
        Para("规章\r", IN_TABLE), Para("文件\x07", IN_TABLE), Para("件\x07", IN_TABLE), Para("3\x07", IN_TABLE),
        row_end([4, 598, 1203, 1800], [0, 0, 0], [0, 0, 0]),
        Para("共\x07", IN_TABLE), Para("3\x07", IN_TABLE),
        row_end([600, 1200, 1800], [0, 0], [0, 0]),
    ]  # fmt: skip
    page = read_doc(doc([*rows, Para("之后\r")]), "")
    assert shape(page) == [["项目", "项目", "数"], ["规章文件", "件", "3"], ["", "共", "3"]]
    assert texts(page) == ["之后"]


def test_small_and_large_streams_of_a_compound_file() -> None:
    streams = {"Small": b"abc" * 50, "Large": bytes(range(256)) * 40, "Empty": b""}
    file = Ole(ole(streams))
    assert {name: file.read(name) for name in streams} == streams
    assert file.read("none") == b""


def test_a_chain_that_loops_ends() -> None:
    body = bytearray(ole({"Large": b"x" * 6000}))
    fat = len(body) - 512
    struct.pack_into("<L", body, fat + 4, 0)
    assert len(Ole(bytes(body)).read("Large")) <= 6000
    with pytest.raises(OleError):
        Ole(bytes(body[:300]))


# -- other things under that name ---------------------------------------------------------------------------


def rtf(text: str) -> str:
    return "".join(
        char if ord(char) < 128 else f"\\u{ord(char) if ord(char) < 32768 else ord(char) - 65536}?" for char in text
    )


def rtf_row(cells: list[tuple[str, int, str]]) -> str:
    edges = "".join(f"{flags}\\cellx{edge}" for _, edge, flags in cells)
    return f"\\trowd{edges}" + "".join(f"\\pard\\intbl {rtf(text)}\\cell" for text, _, _ in cells) + "\\row\n"


def test_rtf_with_code_page_bytes_unicode_lists_and_tables() -> None:
    gbk = "".join(f"\\'{byte:02x}" for byte in "年度报告".encode("gb18030"))
    body = (
        "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0 \\'cb\\'ce\\'cc\\'e5;}}{\\*\\generator X;}{\\info{\\title 旧}}"
        f"{{\\header {rtf('页眉')}\\par}}\\pard\\qc {rtf('二〇二三年')}{gbk}\\par\n"
        f"\\pard{{\\listtext\\pard {rtf('一、')}\\tab}}{rtf('概述')}\\par"
        f"\\pard {rtf('收到')}{{\\v {rtf('藏')}}}12{{\\deleted 13}}{rtf('件')}\\line"
        f" {rtf('次行')}\\emdash\\'a1\\'a3\\par"
        + rtf_row([("项目", 900, "\\clmgf"), ("", 1800, "\\clmrg"), ("数", 2700, "\\clvmgf")])
        + rtf_row([("规章", 905, ""), ("件", 1800, ""), ("", 2700, "\\clvmrg")])
        + f"\\pard {rtf('之后')}{{\\field{{\\*\\fldinst HYPERLINK}}{{\\fldrslt {rtf('链接')}}}}}\\par}}"
    )
    page = read_doc(body.encode("gb18030"), "http://a.gov.cn/r.doc")
    assert texts(page) == ["二〇二三年年度报告", "一、概述", "收到12件", "次行—。", "之后链接"]
    assert shape(page) == [["项目", "项目", "数"], ["规章", "件", "数"]]
    assert page.format == "doc" and page.blocks[0].center


def test_rtf_that_nests_for_ever_or_stops_short() -> None:
    assert texts(read_doc(b"{\\rtf1 " + b"{" * 100_000 + b"x", "")) == []
    assert texts(read_doc(b"{\\rtf1\\ansicpg936 abc\\par de\\'", "")) == ["abc", "de"]


def test_docx_and_mht_under_the_name_of_doc() -> None:
    report = report_of(2020)
    assert_whole(read_doc(docx_report(report), ""), report)
    html = f"<html><head><meta charset=gb2312></head><body>{word_soup(report, Random(1))}</body></html>"
    raw = quopri.encodestring(html.encode("gb18030"))
    mht = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"--=_x\"\r\n\r\n"
        b"----=_x\r\nContent-Type: text/html;\r\n\tcharset=\"gb2312\"\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        + raw + b"\r\n----=_x\r\nContent-Type: image/png\r\n\r\nAAAA\r\n----=_x--"
    )  # fmt: skip
    page = read_doc(mht, "")
    assert next(item.rows[0][0].text for item in report.items if isinstance(item, Table)) == shape(page)[0][0]
    for line in report.lines:
        assert line in texts(page)
    assert read_doc(mht[:90], "").findings[0].rule == "broken_file"


# -- what cannot be read ------------------------------------------------------------------------------------


def test_encrypted_files_say_so() -> None:
    assert rules(read_doc(doc([Para("x\r")], flags=0x300), "")) == ["encrypted"]
    assert rules(read_doc(ole({"EncryptedPackage": b"x" * 100, "EncryptionInfo": b"y"}), "")) == ["encrypted"]


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that comes first on PATH, with nothing of this machine's converters behind it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in ("sh", "cat", "cp", "mkdir", "sleep", "env", "echo"):
        found = next(Path(place) / tool for place in ("/usr/bin", "/bin") if (Path(place) / tool).exists())
        (folder / tool).symlink_to(found)
    monkeypatch.setenv("PATH", str(folder))
    return folder


OLD = doc([Para("x\r")], version=104)


def test_old_word_without_any_program_names_what_is_missing(programs: Path) -> None:
    page = read_doc(OLD, "")
    assert rules(page) == ["unread_format"]
    assert "LibreOffice" in page.findings[0].message and "antiword" in page.findings[0].message


def test_old_word_by_antiword_keeps_its_tables(programs: Path) -> None:
    lines = "标题行\\n|项目|数|\\n|规章|0|\\n|文件|3|\\n"
    program(programs, "antiword", f"printf '{lines}'")
    page = read_doc(OLD, "")
    assert page.format == "doc" and texts(page) == ["标题行"] and len(page.grids) == 1


def test_old_word_by_libreoffice_is_read_as_docx(programs: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.docx"
    made.write_bytes(docx(p("旧文件的正文")))
    program(programs, "soffice", f'mkdir -p out && cp "{made}" out/document.docx')
    page = read_doc(OLD, "")
    assert page.format == "doc" and texts(page) == ["旧文件的正文"]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


def test_a_program_that_hangs_is_ended_with_all_it_started(programs: Path, tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    program(programs, "antiword", f'sleep 60 & echo $! > "{pid}"; sleep 60')
    assert converters.to_text(b"x", seconds=0.5) is None
    child = int(pid.read_text())
    for _ in range(200):  # a process that was killed may need a moment to be gone
        if not alive(child):
            return
        time.sleep(0.02)
    raise AssertionError("the program's child still runs")


def test_a_program_that_fails_leaves_a_finding(programs: Path) -> None:
    program(programs, "antiword", "exit 1")
    assert rules(read_doc(OLD, "")) == ["broken_file"]


def test_converters_are_given_no_secrets(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hush")
    program(programs, "antiword", "env")
    text = converters.to_text(b"x")
    assert text is not None and "SECRET_TOKEN" not in text and os.environ["SECRET_TOKEN"] == "hush"


@pytest.mark.slow
@pytest.mark.skipif(converters.find_soffice() is None, reason="LibreOffice is not installed: no real DOC to make")
def test_a_doc_that_libreoffice_writes_comes_out_whole(tmp_path: Path) -> None:
    report = report_of(2023)
    (tmp_path / "r.docx").write_bytes(docx_report(report))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(converters.find_soffice()), profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "r.docx")], check=True, timeout=120, capture_output=True)
    assert_whole(read_doc((tmp_path / "r.doc").read_bytes(), ""), report)


@pytest.mark.parametrize("body", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"plain", ole({"Other": b"x" * 5000})])
def test_what_is_no_document_gives_a_finding(body: bytes, programs: Path) -> None:
    page = read_doc(body, "")
    assert len(page.findings) == 1 and not page.blocks


SAMPLE = doc_report(report_of(2020))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), min_size=1, max_size=30))
def test_no_damage_to_the_bytes_raises(damage: list[tuple[int, int]]) -> None:
    body = bytearray(SAMPLE)
    for at, value in damage:
        body[at % 6000 if at % 3 else at] = value
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", "")
        assert read_doc(bytes(body), "").format == "doc"
