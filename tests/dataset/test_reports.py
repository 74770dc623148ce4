"""What happens to a report that is stored again, elsewhere, changed, read anew, or gone."""

from __future__ import annotations

import hashlib

import pytest
from sqlite_utils import Database

from crawler.dataset.reports import absorb_part, mark_vanished, store_report
from crawler.dataset.search import search
from crawler.records import Attachment, Finding, Report
from tests.dataset.conftest import MONDAY, PORTAL, TUESDAY, WEDNESDAY, make_report

NO_TEXT = hashlib.sha256(b"").hexdigest()
CHILDREN = ("sections", "statistics", "table_cells", "findings", "attachments", "revisions")


def store(db: Database, report: Report, seen_at: str = MONDAY, run_id: int = 1, **options: bool) -> str:
    return store_report(db, report, run_id, seen_at, portal_id=PORTAL, **options)


def dump(db: Database) -> dict[str, list[tuple[object, ...]]]:
    return {
        table: db.conn.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
        for table in ("reports", "report_urls", *CHILDREN)
    }


def reports(db: Database) -> list[dict[str, object]]:
    return list(db["reports"].rows)


def found(db: Database, words: str) -> list[int]:
    return [hit.report_id for hit in search(db, words)]


def test_a_new_report_is_stored_with_all_its_parts(db: Database) -> None:
    assert store(db, make_report(1)) == "new"
    (row,) = reports(db)
    assert row["first_seen_at"] == row["last_seen_at"] == MONDAY
    assert row["origins"] == '{"agency":"title","year":"title"}'
    counts = [db[table].count_where("report_id = ?", [row["id"]]) for table in CHILDREN]
    assert counts == [3, 3, 7, 1, 1, 1]
    assert db.conn.execute("SELECT raw, value, state FROM table_cells WHERE position = 1").fetchone() == (
        "", None, "blank",
    )  # fmt: skip


def test_seeing_the_same_again_changes_nothing_but_when_it_was_last_seen(db: Database) -> None:
    store(db, make_report(1))
    before = dump(db)
    assert store(db, make_report(1, fetched_at=TUESDAY), TUESDAY, run_id=2) == "unchanged"
    after = dump(db)
    (row,) = db["reports"].rows
    assert row["last_seen_at"] == TUESDAY
    db.execute("UPDATE reports SET last_seen_at = ?", [MONDAY])
    after["reports"] = dump(db)["reports"]
    assert after == before


def test_changed_bytes_with_the_same_reading_are_no_change(db: Database) -> None:
    store(db, make_report(1))
    assert store(db, make_report(1, raw_sha256="0" * 64), TUESDAY) == "unchanged"


def test_a_changed_text_is_a_revision_and_its_parts_are_replaced(db: Database) -> None:
    store(db, make_report(1))
    changed = make_report(1, body="改过的正文", raw_sha256="1" * 64, body_sha256="1" * 64, sections=2)
    assert store(db, changed, TUESDAY, run_id=2) == "changed"
    (row,) = reports(db)
    assert (row["first_seen_at"], row["last_seen_at"], row["run_id"]) == (MONDAY, TUESDAY, 2)
    assert db["sections"].count == 2
    revisions = db.conn.execute("SELECT seen_at, reason FROM revisions ORDER BY seen_at").fetchall()
    assert revisions == [(MONDAY, "published"), (TUESDAY, "published")]
    assert found(db, "改过的正文") == [row["id"]]
    assert found(db, "第3部分") == []


def test_the_same_bytes_read_differently_are_a_revision_of_the_reading(db: Database) -> None:
    store(db, make_report(1))
    store(db, make_report(1, body="读得更好", body_sha256="2" * 64, raw_sha256=make_report(1).raw_sha256), TUESDAY)
    assert db.conn.execute("SELECT reason FROM revisions WHERE seen_at = ?", [TUESDAY]).fetchone() == ("reread",)


def test_a_body_that_was_never_seen_is_no_revision(db: Database) -> None:
    file = Attachment("http://www.yunhe.gov.cn/nb/1.pdf", "附件", state="failed")
    store(db, make_report(1, body="", sections=0, body_sha256=NO_TEXT, attachments=[file]))
    assert db["revisions"].count == 0
    store(db, make_report(1), TUESDAY)
    assert db.conn.execute("SELECT seen_at, length(body) > 100 FROM revisions").fetchall() == [(TUESDAY, 1)]


@pytest.mark.parametrize(
    ("state", "outcome"), [("failed", "unchanged"), ("blocked", "unchanged"), ("stored", "changed")]
)
def test_a_report_keeps_the_text_of_its_file_when_the_file_cannot_be_had_for_a_night(
    db: Database, state: str, outcome: str
) -> None:
    url = "http://www.yunhe.gov.cn/nb/1.pdf"
    whole = make_report(1, origins={"body": f"attachment:{url}"}, attachments=[Attachment(url, "附件", state="read")])
    store(db, whole)
    thin = {
        "body": "附件",
        "sections": 0,
        "body_sha256": "1" * 64,
        "raw_sha256": "2" * 64,
        "origins": {"body": "#zoom"},
    }
    assert store(db, make_report(1, **thin, attachments=[Attachment(url, "附件", state=state)]), TUESDAY) == outcome
    (row,) = reports(db)
    assert row["last_seen_at"] == TUESDAY
    assert (row["body"] == whole.body) is (outcome == "unchanged")


def test_a_change_of_figures_alone_is_a_change_but_no_revision(db: Database) -> None:
    store(db, make_report(1))
    assert store(db, make_report(1, cells=5), TUESDAY) == "changed"
    assert (db["table_cells"].count, db["revisions"].count) == (5, 1)


def test_a_new_reader_version_with_the_same_reading_is_noted_without_a_change(db: Database) -> None:
    store(db, make_report(1))
    assert store(db, make_report(1, reader_version="2"), TUESDAY, reread=True) == "unchanged"
    assert reports(db)[0]["reader_version"] == "2"


def test_what_is_not_stated_is_null_and_never_empty(db: Database) -> None:
    store(db, make_report(1, index_number="", encoding="", fetched_at=""))
    (row,) = reports(db)
    assert (row["index_number"], row["encoding"], row["fetched_at"]) == (None, None, None)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (2, 0, 1)])
def test_one_text_at_several_addresses_of_a_portal_is_one_report_whatever_the_order(
    db: Database, order: tuple[int, ...]
) -> None:
    addresses = ["http://x.gov.cn/a.html", "http://x.gov.cn/bb.html", "http://x.gov.cn/col/ccc.html"]
    outcomes = [store(db, make_report(1, url=addresses[at], source=f"来源{at}")) for at in order]
    assert outcomes == ["new", "unchanged", "unchanged"]
    (row,) = reports(db)
    assert (row["url"], row["source"]) == (addresses[0], "来源0")
    others = [url for (url,) in db.conn.execute("SELECT url FROM report_urls ORDER BY url")]
    assert others == addresses[1:]
    before = dump(db)
    for at in order:
        assert store(db, make_report(1, url=addresses[at], source=f"来源{at}")) == "unchanged"
    assert dump(db) == before


def test_the_same_text_of_two_agencies_stays_two_reports(db: Database) -> None:
    store(db, make_report(1))
    assert store(db, make_report(1, url="http://www.yunhe.gov.cn/other.html", agency="云河市民政局")) == "new"
    assert len(reports(db)) == 2


def test_the_same_text_on_two_portals_stays_two_reports(db: Database) -> None:
    db.execute("INSERT INTO portals (id, name, home_url) VALUES ('b/', '乙', 'http://b/')")
    store(db, make_report(1))
    assert store_report(db, make_report(1, url="http://b/1.html"), 1, MONDAY, portal_id="b/") == "new"


def test_documents_without_text_are_the_same_only_if_their_bytes_are(db: Database) -> None:
    scan = {"body": "", "body_sha256": "e" * 64, "sections": 0}
    store(db, make_report(1, **scan, url="http://x/1.pdf", raw_sha256="1" * 64))
    assert store(db, make_report(1, **scan, url="http://x/2.pdf", raw_sha256="2" * 64)) == "new"
    assert store(db, make_report(1, **scan, url="http://x/3.pdf", raw_sha256="2" * 64)) == "unchanged"


def test_a_further_address_that_comes_to_show_another_text_becomes_a_report_of_its_own(db: Database) -> None:
    store(db, make_report(1, url="http://x/a"))
    store(db, make_report(1, url="http://x/bb"))
    other = make_report(2, url="http://x/bb", agency="云河市第1局")
    assert store(db, other, TUESDAY) == "changed"
    rows = reports(db)
    assert [(row["url"], row["first_seen_at"]) for row in rows] == [("http://x/a", MONDAY), ("http://x/bb", MONDAY)]
    assert db["report_urls"].count == 0


def test_two_addresses_that_come_to_show_the_same_text_become_one_report_with_both_histories(db: Database) -> None:
    store(db, make_report(1, url="http://x/a"))
    store(db, make_report(2, url="http://x/bb", agency="云河市第1局"))
    assert store(db, make_report(2, url="http://x/a", agency="云河市第1局"), TUESDAY) == "changed"
    (row,) = reports(db)
    assert (row["url"], db["report_urls"].count, db["revisions"].count) == ("http://x/a", 1, 2)
    assert found(db, make_report(2).body[20:40]) == [row["id"]]


def test_an_address_with_next_years_report_starts_a_new_report(db: Database) -> None:
    store(db, make_report(1, url="http://x/nb"))
    assert store(db, make_report(2, url="http://x/nb", year=2024), TUESDAY) == "new"
    assert [(row["year"], row["vanished_at"]) for row in reports(db)] == [(2023, TUESDAY), (2024, None)]


def test_a_year_put_right_on_the_page_stays_the_same_report(db: Database) -> None:
    store(db, make_report(1))
    better = make_report(1, year=2022)
    better.body = better.body.replace("第1部分", "第一部分")
    better.body_sha256, better.raw_sha256 = "3" * 64, "3" * 64
    assert store(db, better, TUESDAY) == "changed"
    assert [row["year"] for row in reports(db)] == [2022]


def test_a_vanished_report_is_kept_and_marked_and_comes_back(db: Database) -> None:
    store(db, make_report(1))
    assert mark_vanished(db, make_report(1).url, TUESDAY)
    assert not mark_vanished(db, make_report(1).url, WEDNESDAY)
    assert reports(db)[0]["vanished_at"] == TUESDAY
    assert store(db, make_report(1), WEDNESDAY) == "unchanged"
    assert reports(db)[0]["vanished_at"] is None


def test_a_report_whose_address_is_gone_moves_to_another_it_has(db: Database) -> None:
    store(db, make_report(1, url="http://x/a"))
    store(db, make_report(1, url="http://x/bb"))
    assert not mark_vanished(db, "http://x/a", TUESDAY)
    assert [(row["url"], row["vanished_at"]) for row in reports(db)] == [("http://x/bb", None)]
    assert db["report_urls"].count == 0


def test_a_further_page_that_was_stored_as_a_report_goes_into_the_whole(db: Database) -> None:
    whole = make_report(1)
    half = "\n".join(whole.body.split("\n")[8:])
    store(db, make_report(1, url="http://x/1_2.html", body=half, body_sha256="2" * 64))
    store(db, make_report(2, url="http://x/1_3.html"))
    store(db, whole, TUESDAY)
    assert absorb_part(db, "http://x/1_2.html", whole.body) is True
    assert absorb_part(db, "http://x/1_3.html", whole.body) is False
    assert [row["url"] for row in reports(db)] == ["http://x/1_3.html", whole.url]
    assert found(db, half[:20]) == [reports(db)[1]["id"]]


def test_a_whole_report_stays_whole_when_a_further_page_cannot_be_had(db: Database) -> None:
    whole = make_report(1)
    store(db, whole)
    missing = [Finding("unread_part", "报告的第 2 页未读取,正文不完整")]
    less = make_report(1, body=whole.body[:50], body_sha256="3" * 64, raw_sha256="4" * 64, findings=missing)
    assert store(db, less, TUESDAY) == "unchanged"
    assert reports(db)[0]["body"] == whole.body
    other = make_report(2, url="http://x/2.html", findings=missing)
    store(db, other)
    assert store(db, make_report(2, url="http://x/2.html", source="改了", findings=missing), TUESDAY) == "changed"
