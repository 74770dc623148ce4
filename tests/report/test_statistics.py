"""Figures in prose: made-up sentences in the wordings of four eras, and what each of them states."""

from __future__ import annotations

import re
import time

import pytest

from crawler.records import Statistic
from crawler.report.outline import read_sections
from crawler.report.statistics import read_statistics

#: "heading | sentence" → figures: measure value, then label, ≥ at least, ~ about, ≤ at most, Σ cumulative, @ the
#: region's, ! another organ's. The report is of 2016 by 青禾县民政局 (a department).
CASES = """
2016年主动公开政府信息318条。 → disclosed 318
2016年度，我局共主动公开政府信息1,234条。 → disclosed 1234
全年共主动公开各类信息１２件。 → disclosed 12
全年公开信息 3 件。 → disclosed 3
2016年，我局主动公开政府信息二十五件。 → disclosed 25
本年度主动公开信息一百二十条。 → disclosed 120
全年主动公开政府信息1.2万条。 → disclosed 12000
全年主动公开政府信息1万余条。 → disclosed 10000 ≥
全年主动公开政府信息约300条。 → disclosed 300 ~
全年主动公开政府信息近300条。 → disclosed 300 ~
全年主动公开政府信息300条左右。 → disclosed 300 ~
全年主动公开政府信息超过500条。 → disclosed 500 ≥
全年主动公开政府信息500条以上。 → disclosed 500 ≥
全年主动公开政府信息不足50条。 → disclosed 50 ≤
全年主动公开政府信息180多条。 → disclosed 180 ≥
截至2016年年底，我局向社会公开民政工作动态60余条。 → disclosed 60 民政工作动态 ≥
全年公开政务信息10-20条。 → disclosed 10 ≥
2016年我乡通过政府门户网站主动公开信息141条。其中：概况4条，政策文件信息30条，工作动态信息82条，财政信息3条，其他信息22条。 → disclosed 141 政府门户网站; disclosed 4 概况; disclosed 30 政策文件信息; disclosed 82 工作动态信息; disclosed 3 财政信息; disclosed 22 其他信息
在主动公开的信息中，规范性文件信息36条，占12.1%；工作动态信息64条，占21.5%。 → disclosed 36 规范性文件信息; disclosed 64 工作动态信息
在本年度主动公开的16条政府信息中，机构职能类信息6条，占37.5%；安全生产、应急管理类信息10条，占62.5%。 → disclosed 16; disclosed 6 机构职能类信息; disclosed 10 安全生产、应急管理类信息
2016年我镇主动公开政府信息数160条，其中，综合政务59条；人事工作信息1条；人口计划和生育、妇女儿童100条。 → disclosed 160; disclosed 59 综合政务; disclosed 1 人事工作信息; disclosed 100 人口计划和生育、妇女儿童
2016年，我局公开人事任免类信息9条；就业类信息2条；权威解读1条；网民留言类信息2条。 → disclosed 9 人事任免类信息; disclosed 2 就业类信息; disclosed 1 权威解读; disclosed 2 网民留言类信息
我办（局）主动公开政府信息共154条。其中，机构信息1条；决策信息0条；工作信息103条，占66.9%；行政执法50条，占32.5%。 → disclosed 154; disclosed 1 机构信息; disclosed 0 决策信息; disclosed 103 工作信息; disclosed 50 行政执法
共主动公开政府信息50条。其中机构类信息20条，内有领导成员10条、机构职能10条；工作类信息30条。 → disclosed 50; disclosed 20 机构类信息; disclosed 10 领导成员; disclosed 10 机构职能; disclosed 30 工作类信息
截止12月底，我局发布工作动态166条，公示公告32条，留言办理2条。 → disclosed 166 工作动态; disclosed 32 公示公告; letters 2 留言
通过政府网站公开236条，通过政务新媒体公开58条。 → disclosed 236 政府网站; disclosed 58 政务新媒体
全年县民政网站共发布各类信息73条，向县政府门户网站推送信息40余条。 → disclosed 73 县民政网站; disclosed 40 县政府门户网站 ≥
微信公众号发布稿件533条。 → disclosed 533 微信公众号
街道官方微信发布信息782条，信息公开网发布政务动态信息67条。 → disclosed 782 街道官方微信; disclosed 67 政务动态信息
发布河道整治信息11条。 → disclosed 11 河道整治信息
2016年，重点领域信息公开23条。 → disclosed 23 重点领域信息
2016年我局主动公开政府信息26条。其中我局公开16条，占61.5%；县社保局公开10条，占38.5%。 → disclosed 26; disclosed 16 我局; disclosed 10 县社保局 !
2008-2016我局主动公开政府信息85条。 → disclosed 85 Σ
《条例》实施以来，共累计主动公开信息149条。 → disclosed 149 Σ
截至2016年底，我局主动公开政府信息历年累计52条，其中2016年新增主动公开政府信息14条。 → disclosed 52 Σ; disclosed 14
截至2016年12月31日，累计公开政府信息846条，其中本年度公开214条。 → disclosed 846 Σ; disclosed 214
自2008年5月《条例》施行以来，累计公开信息3000余条。 → disclosed 3000 ≥ Σ
2008年至2016年，我局共公开政府信息410条。 → disclosed 410 Σ
2016年，全局累计主动公开政府信息12条。 → disclosed 12
2016年以来，我局主动公开政府信息45条。 → disclosed 45
全年累计公开政府信息90条。 → disclosed 90
我局累计公开政府信息90条。 → disclosed 90 Σ
2016年，全县主动公开政府信息8632条。 → disclosed 8632 @
2016年，全县各部门共公开政府信息8000余条，其中我局公开96条。 → disclosed 8000 ≥ @; disclosed 96 我局
2016年，全局公开政府信息75条。 → disclosed 75
2016年，县教育局公开政府信息75条。 → disclosed 75 !
2016年主动公开政府信息297条，比上年增加52条，同比增长21.2%。 → disclosed 297
2016年主动公开政府信息297条，较2015年多20条。 → disclosed 297
2015年主动公开政府信息245条，2016年主动公开政府信息297条。 → disclosed 297
2015年主动公开政府信息245条。 →
上年主动公开政府信息245条。 →
主动公开率达100%。 →
主动公开政府信息的数量 | 2016年共297条。 → disclosed 297
主动公开政府信息的数量 | 共计297条。 → disclosed 297
政府信息公开总数26条。 → disclosed 26
在政府信息公开栏目公开文件12份。 → disclosed 12 文件
本年度公开年度报告1条，工作动态5条。 → disclosed 1 年度报告; disclosed 5 工作动态
2016年，我局未收到政府信息公开申请。 → applications_received 0
2016年度我局没有收到公民、法人或者其他组织提出的政府信息公开申请。 → applications_received 0
我局2016年未收到当面申请、电子邮件、传真、信函和其他形式的政府信息公开申请。 → applications_received 0
本年度没有接到群众主动要求公开政府信息的申请。 → applications_received 0
本年度未接到依申请公开政府信息。 → applications_received 0
2016年，未收到依申请公开事项。 → applications_received 0
2016年，我镇没有依申请公开政府信息办理事项。 → applications_received 0
本年度没有申请公开政府信息和不予公开政府信息的情况。 → applications_refused 0; applications_received 0
本局2016年度依申请公开信息总数0件。 → applications_received 0
依申请公开政府信息办理情况 | 无。 → applications_received 0
依申请公开政府信息办理情况 | 2016年度无。 → applications_received 0
依申请公开政府信息办理情况 | 我局2016年度依申请受理信息公开申请：无。 → applications_received 0
2016年受理依申请公开0件。 → applications_received 0
历年累计共受理政府信息公开申请0件。 → applications_received 0 Σ
《条例》实施以来，我局未接到政府信息公开申请。 → applications_received 0 Σ
2015年未收到政府信息公开申请。 →
2016年，我局收到政府信息公开申请3件。 → applications_received 3
2016年共收到8份政府信息公开申请，均为自然人申请。 → applications_received 8
2016年共收到10件依申请公开请求。 → applications_received 10
全年受理信息公开申请10件，其中当面申请1宗，网上申请9宗。 → applications_received 10; applications_received 1 当面申请; applications_received 9 网上申请
2016年共收到政府信息公开申请12件，其中自然人申请9件，法人或者其他组织申请3件。 → applications_received 12; applications_received 9 自然人申请; applications_received 3 法人或者其他组织申请
收到政府信息公开申请共计81件，涉及自然人80件、商业企业1件。 → applications_received 81; applications_received 80 自然人; applications_received 1 商业企业
上述申请均已答复，其中予以公开7件，不予公开1件，因不掌握相关信息无法提供4件。 → applications_granted 7; applications_refused 1; applications_not_held 4
在已经答复的9件申请中，“同意公开”的7件，占总数的70%。 → applications_answered 9; applications_granted 7
“不予公开”的1件，占总数的10%。“信息不存在”的1件，占总数的10%。 → 
依申请公开情况 | “不予公开”的1件，占申请总数的10%。 → applications_refused 1
共收到申请6件，答复6件，其中同意公开4件，同意部分公开1件，信息不存在1件。 → applications_received 6; applications_answered 6; applications_granted 4; applications_partly_granted 1; applications_not_held 1
办结依申请公开81件，其中：予以公开42件；不予公开5件；无法提供31件；不予处理1件；其他处理2件。 → applications_answered 81; applications_granted 42; applications_refused 5
收到政府信息公开申请20件，上年结转1件，办结19件，结转下年度办理2件。 → applications_received 20; applications_carried_in 1; applications_answered 19; applications_carried_out 2
2015年结转政府信息公开申请2件，共办结10件，结转2017年度继续办理2件。 → applications_carried_in 2; applications_answered 10; applications_carried_out 2
收到和处理政府信息公开申请情况 | 无下年度结转。 → applications_carried_out 0
2016年，受理审批申请121510件，办结率100%。 →
依申请公开信息46条。 →
主动公开信息20条，依申请公开信息46条。 → disclosed 20
受理低保申请189户，救助申请35件。 →
2016年度我局政府信息公开工作没有发生相关收费和减免情况。 → fees 0
2016年，我局没有发生政府信息公开收费，也没有减免费用的情形。 → fees 0
向公民、法人和其他组织提供政府信息未收取任何费用。 → fees 0
我局没有任何信息公开的收费项目。 → fees 0
2016年，没有向政府信息公开申请人收费的情况，未产生政府信息公开事务诉讼相关的费用支出。 → fees 0
2016年，无收取信息处理费情况。 → fees 0
依申请公开收取的费用（检索费、邮寄费、复制费等）为0元。 → fees 0
政府信息公开收费0元。 → fees 0
全年因提供政府信息收取复制费用1.5万元。 → fees 15000
全年共收取检索费、复制费85元。 → fees 85
收费及减免情况 | 公民、法人和其他组织的收费情况：无。 → fees 0
收费及减免情况 | 无。 → fees 0
与行政复议、行政诉讼有关的费用支出：无。 →
全年未发生与诉讼（行政复议、行政申诉）有关的费用支出。 →
本局无涉及政府信息公开实际支出费用。 →
政府信息公开工作经费1万元。 →
发放低保金133.9554万元，救助金2万元。 →
行政事业性收费金额13575394432.52元。 →
减免费用120元。 →
2016年度我局未发生因政府信息公开提起的行政复议和行政诉讼情况。 → reviews 0; lawsuits 0
我局没有因政府信息公开被申请行政复议或者被提起行政诉讼。 → reviews 0; lawsuits 0
本年度未发生针对我局政府信息公开工作的行政复议、行政诉讼和申诉。 → reviews 0; lawsuits 0; complaints 0
全局全年没有受理一起有关政府信息公开事务的行政复议、诉讼和申诉案件。 → reviews 0; lawsuits 0; complaints 0
2016年度我乡无一例因政府信息公开申请行政复议和提起行政诉讼发生。 → reviews 0; lawsuits 0
未发生涉及政府信息公开行政复议案件，未发生涉及政府信息公开行政诉讼案件。 → reviews 0; lawsuits 0
未收到政府信息公开申请、行政复议和行政诉讼。 → reviews 0; lawsuits 0; applications_received 0
政府信息公开申请数、行政复议数、行政诉讼数均为0。 → reviews 0; lawsuits 0; applications_received 0
因政府信息公开引起的行政复议、行政诉讼均为零。 → reviews 0; lawsuits 0
针对我局政府信息公开的行政复议案0件。 → reviews 0
因政府信息公开引起的行政复议22件、行政诉讼案件1件。 → reviews 22; lawsuits 1
收到有关政府信息公开的行政复议申请2件，发生2起关于政府信息公开的行政诉讼案件。 → reviews 2; lawsuits 2
因信息公开发生行政复议、行政诉讼各1件。 → reviews 1; lawsuits 1
因政府信息公开的行政复议3件，其中维持2件，纠正1件。 → reviews 3
因政府信息公开的行政复议、行政诉讼案件共3件。 →
复议、诉讼和申诉情况 | 无。 → reviews 0; lawsuits 0; complaints 0
复议、诉讼情况 | 2016年未发生。 → reviews 0; lawsuits 0
不存在因政府信息公开引发的行政复议或行政诉讼纠错情况。 →
全年办理行政复议案件120件。 →
我局未发生政府信息公开申请，因而未发生政府信息公开的收费及减免情况。 → applications_received 0; fees 0
全局2016年度共接受市民咨询2000余人次，其中现场咨询1200余人次，电话咨询800余人次，网上咨询10余人次。 → enquiries 2000 ≥; enquiries 1200 现场咨询 ≥; enquiries 800 电话咨询 ≥; enquiries 10 网上咨询 ≥
共接受公民政府信息公开方面的咨询2070人次，其中电话咨询2070人次。 → enquiries 2070; enquiries 2070 电话咨询
2016年，现场接待1100余人次，接听咨询电话1400余人次。 → enquiries 1100 现场接待 ≥; enquiries 1400 咨询电话 ≥
本局2016年度未有公众向我局提出信息公开咨询的要求。 → enquiries 0
共收到“县长信箱”留言76条，答复76条，答复率达到100%。 → letters 76 县长信箱
办理“12345”热线转办件120件。 → letters 120 热线
回复网民来信45封。 → letters 45 来信
举报投诉情况 | 2016年共接到政府信息公开举报投诉3件。 → complaints 3
全年处理消费投诉举报1200件。 →
未收到针对政府信息公开工作的举报、投诉。 → complaints 0
年内制定规范性文件4件，均全文公开。 → normative_documents 4
全年制发规范性文件12件，废止3件。 → normative_documents 12
共制定规范性文件0件，废止规范性文件0件，现行有效的规范性文件0件。 → normative_documents 0
主动公开规范性文件7份。 → normative_documents 7
清理规范性文件32件。 →
全年发布解读材料15篇。 → interpretations 15
发布政策解读117篇。 → interpretations 117
积极开展低保申请办法等政策解读，共计2条。 → interpretations 2
发布政策解读稿5篇，回应公众关注热点或重大舆情3次。 → interpretations 5; responses 3
通过新闻发布会、微博等形式回应社会关切12次。 → responses 12
开展政务公开业务培训3次。 → trainings 3
举办政府信息公开培训班2期，培训120人次。 → trainings 2
全年开展就业技能培训12期。 →
召开政务公开工作会议2次。 → meetings 2
全年召开新闻发布会6次。 →
配备专职工作人员2名，兼职工作人员5名。 → staff_full_time 2; staff_part_time 5
从事政府信息公开工作的专职人员1人、兼职人员3人。 → staff_full_time 1; staff_part_time 3
本机关从事政府信息公开工作的全职人员1人。 → staff_full_time 1
安排3名办公室工作人员兼职负责政务公开的日常工作。 → staff_part_time 3
共配备专、兼职工作人员132名。 →
根据《条例》第三十二条和第20条规定编制。 →
根据《青禾县政府信息公开办法》（青政发〔2016〕50号）要求。 →
自信息形成或者变更之日起20个工作日内予以公开。 →
联系电话：0999-5839331，邮编：999100。 →
地址：青禾县新市路206号4幢1层。 →
统计期限自2016年1月1日起至2016年12月31日止。 →
城乡低保对象189户247人，临时救助4人次。 →
全年点击量达12万次，关注用户1.2万人。 →
下一步，将主动公开政府信息500条以上，组织培训4次。 →
计划组织政务公开培训3次，公开信息100条。 →
每年至少组织政务公开培训2次。 →
主动公开企业资质条，公开办事指南条。 →
2016297条信息已主动公开。 →
公开政府信息2 97条。 →
主动公开政府信息012条。 →
共主动公开政府信息1,23条。 →
对每一条公开的信息都要审批。 →
是提高工作效率的一项重要内容，主动公开是一件大事。 →
组织学习创业富民“30条”等政策。 →
悬挂横幅30条，发放宣传资料2000份。 →
办理人大代表建议12件，政协提案8件。 →
开设“市民课堂”专栏，聘请社会监督员12名。 →
电话咨询服务热线为12345。 →
公开招聘工作人员12名。 →
接受来访群众咨询数十人次。 →
对工作中没有及时公开的信息进行了整改。 →
无正当理由大量反复申请的情形不予处理。 →
答复率100%，无超期未答复情况。 →
信息公开制度健全，未发生泄密事件。 →
我局无其他需要报告的事项。 →
政府网站设置了无障碍通道，未经批准不得发布。 →
其他需要报告的事项 | 无。 →
向县档案馆、图书馆报送纸质信息46条。 →
在县政府门户网站主动公开行政处罚案件66件。 → disclosed 66 行政处罚案件
""".strip().splitlines()

_FLAGS = {"≥": "at_least", "~": "about", "≤": "at_most", "Σ": "cumulative", "@": "region", "!": "other"}


def figures(statistics: list[Statistic]) -> list[str]:
    """The figures in the words of the cases."""
    signs = {value: sign for sign, value in _FLAGS.items()}
    out = []
    for s in statistics:
        flags = [signs[value] for value in (s.qualifier, s.period, s.scope) if value in signs]
        out.append(
            " ".join(
                [s.measure, f"{s.value:g}" if s.value is not None else "-", *([s.label] if s.label else []), *flags]
            )
        )
    return out


def read(text: str, year: int | None = 2016, agency: str = "青禾县民政局", kind: str = "department") -> list[Statistic]:
    heading, bar, sentence = text.partition(" | ")
    lines = ["一、" + heading, sentence] if bar else [text]
    return read_statistics(lines, read_sections(lines), year, agency, kind)


@pytest.mark.parametrize("case", CASES)
def test_a_sentence_states_these_figures_and_no_others(case: str) -> None:
    text, arrow, expected = case.partition(" →")
    assert arrow
    wanted = [part.strip() for part in expected.split(";") if part.strip()]
    assert figures(read(text)) == wanted
