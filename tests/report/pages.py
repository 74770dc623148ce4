"""Made-up pages and reports for the tests of reading reports."""

from __future__ import annotations

from crawler.reading import read_page
from crawler.records import Block, Context, Document, Page, Reading, Report
from crawler.report.read import read_document

URL = "http://www.stand-in.gov.cn/zwgk/202301/t20230131_1.html"
TITLE = "青河县民政局2022年政府信息公开工作年度报告"
#: A report's paragraphs: enough of them to be taken for one.
LINES = (
    "本年度报告由青河县民政局根据《中华人民共和国政府信息公开条例》编制,所列数据的统计期限自2022年1月1日起至2022年12月31日止。",
    "一、总体情况",
    "2022年,我局主动公开政府信息36条,其中工作动态类信息20条,通知公告类信息16条,均在规定的时限内发布。",
    "二、依申请公开情况",
    "全年收到政府信息公开申请2件,均已在法定期限内答复,未因政府信息公开申请行政复议、提起行政诉讼。",
    "三、收费及减免情况",
    "本年度没有收取任何费用,也没有需要减免的情况。",
    "四、存在的主要问题及改进措施",
    "公开的内容还不够全面,更新有时不够及时;下一步将完善制度,加强培训,不断提高公开的质量。",
)
#: The same without the sentence that names their agency and year.
SPEECH = ("根据条例要求,现将本机关政府信息公开工作情况报告如下,本年度报告所列数据均为全年数据。", *LINES[1:])


def read(html: str, url: str = URL, title: str = "", context: Context | None = None) -> Reading:
    """The reading of a page with this body."""
    text = f"<html><head><title>{title}</title></head><body>{html}</body></html>"
    return read_document(Document(text.encode(), url), context)


def report_of(html: str, url: str = URL, title: str = TITLE, context: Context | None = None) -> Report:
    """The report that a page with this body is."""
    reading = read(html, url, title, context)
    assert reading.report is not None, (reading.kind, reading.why)
    return reading.report


def article(*lines: str, before: str = "", after: str = "") -> str:
    """A page's body: a title, paragraphs, and what a portal puts around them."""
    prose = "".join(f"<p>{line}</p>" for line in lines or LINES)
    return f"{before}<div id=zoom><h1>{TITLE}</h1>{prose}</div>{after}"


def page_of(html: str) -> Page:
    return read_page(Document(f"<html><body>{html}".encode(), URL))


def blocks(*lines: str, tag: str = "p") -> list[Block]:
    return [Block(line, tag) for line in lines]
