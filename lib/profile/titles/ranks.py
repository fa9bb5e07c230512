"""What job titles say of somebody's say, English and Chinese: ranks in the order of asking.

Patterns are asked of titles without case, width and traditional characters. The first rank
that fits counts. Confidences are no higher than what the titles of
`tests/profile/job_titles.csv` bear out.
"""

import re
from dataclasses import dataclass

from lib.locale import Message, msg

_TOP_EN = (
    r"\bceo\b|chief executive|\bowner\b|founder|\bpresident\b|chair(?:man|woman|person)?\b"
    r"|managing director|\bmd\b|general manager|\bgm\b|proprietor|executive director"
    r"|managing partner|(?<!business )(?<!channel )\bpartner\b(?! \w)"
    r"|secretary[- ]general|director[- ]general"
    r"|geschäftsführer|directeur général|\bprincipal\b(?! engineer)|\bboard member\b"
)
_TOP_ZH = (
    r"总经理|董事|总裁|首席执行官|创始人|创办人|厂长|院长|校长|局长|行长|社长|老板|业主"
    r"|法定代表人|法人代表|合伙人|书记(?!员)|秘书长|会长|理事长|掌门"
)
_ASSISTANT = r"assistant|\basst\b\.?|secretary|\bpa\b|\bea\b|aide|driver|chauffeur|adjutant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """A rank: the role it suggests (None: none), how sure, by which words, and why."""

    key: str
    role: str | None
    confidence: float
    words: re.Pattern[str]
    reason: Message


def _rank(
    key: str, role: tuple[str, float] | None, words: tuple[str, ...], reason: Message
) -> Rank:
    name, confidence = role or (None, 0.0)
    return Rank(
        key=key, role=name, confidence=confidence, words=re.compile("|".join(words)), reason=reason
    )


# Said of the whole title: what else it names is somebody else's rank, or no longer theirs.
WHOLE = (
    _rank(
        "gone",
        None,
        (
            r"^(?:former|formerly|ex|past|previous|previously|retired|late)\b[ -]",
            r"[（(\[]\s*(?:former|ex|retired|left)\b|\bretired\b|\bemerit",
            r"^前(?!台|端|厅|线|道|期)(?:任|总|副|董|首席|[a-z]|.{0,4}(?:总监|经理|厂长|院长|主任|部长|处长))",
            r"^原(?!料|材|油|画|创|型)(?:任|总|副|董|首席|[a-z]|.{0,4}(?:总监|经理|厂长|院长|主任|部长|处长))",
            r"离职|退休|卸任|离任|已离开",
        ),
        msg("The title is a former one."),
    ),
    _rank(
        "assists",
        None,
        (
            rf"(?:{_ASSISTANT}) (?:to|of|for)\b",
            r"executive assistant|personal assistant|\bexecutive secretary\b",
            rf"(?:{_TOP_EN}|\bc[a-z]o\b|director|vp)(?:'s|’s)? (?:assistant|secretary|office)\b",
            r"\boffice of\b",
            rf"(?:{_TOP_ZH}|总监|首席.{{1,3}}官|\bc[a-z]o).{{0,3}}(?:助理|秘书(?!长)|特助|司机|办公室$)",
            r"特助|^秘书$|机要秘书|行政秘书",
        ),
        msg("The title is of somebody who assists whom it names."),
    ),
    _rank(
        "learns",
        None,
        (r"\bintern\b|internship|student|trainee|apprentice|实习|见习|学徒|学员",),
        msg("The title is of somebody who learns the trade."),
    ),
)

# Said of each part of a title ("Owner / buyer").
PARTS = (
    _rank(
        "staff_named_so",
        ("end_user", 0.6),
        (
            (
                r"account (?:manager|executive|director)|relationship manager|project manager"
                r"|product manager|program(?:me)? manager|office manager|case manager"
                r"|community manager|category manager|social media manager"
            ),
            (
                r"\bassistant (?:manager|buyer|accountant|controller|engineer)"
                r"|(?<!general manager )\bassistant$|^assistant\b(?! (?:general|managing|vice))"
            ),
            r"客户经理|项目经理|产品经理|理财经理|大堂经理|经理助理|助理(?!总)|主任医师|主任护师",
        ),
        msg("“{words}” is a title of people who do the daily work."),
    ),
    _rank(
        "adviser_named_so",
        ("influencer", 0.5),
        (
            (
                r"(?:product|process|system|data|application|business) owner|chief of staff"
                r"|chief (?:engineer|accountant|architect)|non[- ]executive|independent director"
                r"|(?:creative|art) director|assistant (?:general manager|vice president)"
            ),
            r"总工程师|总工$|总会计师|独立董事|监事|总经理办公室主任|总经办|总裁办",
        ),
        msg("“{words}” advises or prepares decisions, without the last word."),
    ),
    _rank(
        "vice",
        ("decision_maker", 0.7),
        (
            rf"(?:deputy|vice|associate)[ -]+(?:{_TOP_EN})|\b[se]?vp\b|vice[- ]president|\bavp\b",
            rf"副(?:{_TOP_ZH})|副总(?!监)|常务副|协理",
        ),
        msg("“{words}” stands for the head of the company, or heads a part of it."),
    ),
    _rank(
        "top",
        ("decision_maker", 0.9),
        (_TOP_EN, _TOP_ZH),
        msg("“{words}” heads the company."),
    ),
    _rank(
        "chief",
        ("decision_maker", 0.8),
        (r"\bc[a-z]o\b|\bcpo\b|\bciso\b|\bchief\b.*\bofficer\b|\bchief\b", r"首席"),
        msg("“{words}” is on the board of managers."),
    ),
    _rank(
        "buying_director",
        ("decision_maker", 0.55),
        (
            r"(?:purchasing|procurement|sourcing|buying) director",
            r"director,? (?:of )?(?:global |strategic )?(?:purchasing|procurement|sourcing|buying)",
            r"采购.{0,3}总监",
        ),
        msg("“{words}” signs for what is bought."),
    ),
    _rank(
        "director",
        ("influencer", 0.65),
        (r"\bdirector\b|\bdir\b\.?|\bhead of\b|\bdepartment head\b|\bhead,", r"总监"),
        msg("“{words}” heads a department."),
    ),
    _rank(
        "supervisor",
        ("end_user", 0.6),
        (
            r"supervisor|foreman|forewoman|team lead|shift lead|\blead\b|line manager|team manager",
            r"车间主任|班组长|班长|组长|工段长|(?<!部门)主管(?!经理)|领班",
        ),
        msg("“{words}” leads a team that does the daily work."),
    ),
    _rank(
        "manager",
        ("influencer", 0.65),
        (
            r"\bmanager\b|\bmgr\b|\bcontroller\b|\bhead\b|superintendent|\bdean\b",
            r"经理|部长|处长|科长|课长|主任|店长|站长|负责人|园长|所长|队长|襄理",
        ),
        msg("“{words}” manages a department or a region."),
    ),
    _rank(
        "adviser",
        ("influencer", 0.5),
        (
            r"consultant|advis[eo]r|business partner|architect|\bcounsel\b|fellow",
            r"顾问|架构师|参事",
        ),
        msg("“{words}” advises or prepares decisions, without the last word."),
    ),
    _rank(
        "staff",
        ("end_user", 0.65),
        (
            (
                r"accountant|buyer|purchaser|agent|representative|\brep\b|administrator|\badmin\b"
                r"|analyst|engineer|developer|programmer|specialist|coordinator|clerk|operator"
                r"|technician|receptionist|bookkeeper|nurse|teacher|planner|officer|associate"
                r"|assistant|executive|worker|cashier|designer|inspector|scientist|support|user"
                r"|secretary|dispatcher|scheduler|picker|driver|merchandiser|physician|doctor"
            ),
            (
                r"会计|出纳|专员|客服|管理员|仓管|库管|文员|助理|助手|工程师|业务员|采购员|销售员"
                r"|操作|质检|检验|跟单|前台|技术员|开发|设计|护士|医师|医生|教师|老师|内勤|外勤"
                r"|调度|统计|录入|员$|工$|岗$|师$"
            ),
        ),
        msg("“{words}” does the daily work."),
    ),
)
