"""What customers told us when asked, and what we met when walking their way (model.md)."""

from dataclasses import replace

from lib.locale import msg
from lib.model.kinds.shared import BUYING_ROLES, JOURNEY_STAGES, account_id, account_name
from lib.model.spec import Column, Kind, Type

# The six questions of domain.md, idea 3; a company may ask others as well.
QUESTIONS = {
    "reason_not_to_buy": ("main reason not to buy", "reason not to buy", "why not buy",
                          "不购买的主要原因", "不买的原因", "不購買的主要原因"),
    "reason_to_buy": ("main reason to buy", "reason to buy", "why buy", "购买的主要原因", "购买原因",
                      "購買的主要原因"),
    "raised_interest": ("what raised interest", "trigger of interest", "引起兴趣的原因", "兴趣来源",
                        "引起興趣的原因"),
    "main_need": ("which need matters most", "main need", "most important need", "最重要的需求",
                  "核心需求"),
    "met_today": ("how they meet it today", "how is it met today", "current solution",
                  "目前如何满足", "现有做法", "目前如何滿足"),
    "why_this_way": ("why this way", "why they chose today's way", "how it was decided and where it hurts",
                     "为何选择现有做法", "决策过程与痛点", "為何選擇現有做法"),
}  # fmt: skip

INTERVIEWS = Kind(
    name="interviews",
    title=msg("Interviews"),
    meaning=msg("One question of one conversation by the guide, with its answer."),
    keys=(
        ("interview_id", "question"),
        ("account_id", "account_name", "contact_id", "held_on", "question"),
    ),
    needs=(("account_id", "account_name", "contact_id"), ("held_on", "interview_id"), ("answer", "quote")),
    file_words=("interview", "interviews", "visit notes", "访谈", "客户访谈", "深访", "訪談"),
    day="held_on",
    columns=(
        Column(name="interview_id", type=Type.ID, meaning=msg("Id of the conversation in the source."),
               headings=("interview number", "interview no", "访谈编号", "访谈id", "訪談編號")),
        account_id(),
        account_name(),
        Column(name="contact_id", type=Type.ID, meaning=msg("Id of the person who was asked."),
               headings=("interviewee id", "respondent id", "受访人编号", "联系人编号", "受訪人編號")),
        Column(name="buying_role", type=Type.CHOICE, meaning=msg("Role of who was asked in the buying group."),
               headings=("role of interviewee", "interviewee role", "respondent role", "受访人角色",
                         "受訪人角色"),
               choices=BUYING_ROLES),
        Column(name="held_on", type=Type.DAY, meaning=msg("Day of the conversation."), dated=True,
               headings=("interview date", "interviewed on", "held at", "访谈日期", "访谈时间",
                         "訪談日期")),
        Column(name="interviewer", type=Type.TEXT, meaning=msg("Our person who asked."),
               headings=("interviewed by", "访谈人", "采访人", "訪談人")),
        Column(name="method", type=Type.CHOICE, meaning=msg("By call, visit or video."),
               headings=("interview method", "interview type", "访谈方式", "訪談方式"),
               choices={
                   "call": ("call", "phone", "电话", "電話"),
                   "visit": ("visit", "on site", "on-site", "in person", "拜访", "上门", "面访", "拜訪"),
                   "video": ("video", "online", "video call", "视频", "线上", "視訊"),
               }),
        Column(name="question", type=Type.CHOICE, meaning=msg("Question of the guide."),
               headings=("interview question", "访谈问题", "问题", "題目", "訪談問題"), choices=QUESTIONS),
        Column(name="answer", type=Type.TEXT, meaning=msg("What was answered, in our words."),
               headings=("answer given", "response", "回答", "访谈内容", "訪談內容")),
        Column(name="quote", type=Type.TEXT, meaning=msg("What was said, in their words."),
               headings=("verbatim", "customer quote", "原话", "客户原话", "原話")),
        Column(name="consent", type=Type.FLAG, meaning=msg("They agreed to be quoted without name."),
               headings=("may be quoted", "quote consent", "同意引用", "是否同意引用")),
    ),
)  # fmt: skip

WALKTHROUGHS = Kind(
    name="walkthroughs",
    title=msg("Walk-throughs"),
    meaning=msg("One touchpoint as met by somebody who went a customer's way."),
    keys=(
        ("walkthrough_id", "touchpoint"),
        ("walked_on", "journey_stage", "team", "touchpoint"),
    ),
    needs=(("touchpoint", "team"), ("finding", "note")),
    file_words=("walkthrough", "walkthroughs", "walk-through", "mystery shopping", "流程走查", "体验走查",
                "流程走查記錄"),
    day="walked_on",
    columns=(
        Column(name="walkthrough_id", type=Type.ID, meaning=msg("Id of the walk-through in the source."),
               headings=("walk-through id", "walkthrough number", "走查编号", "走查編號")),
        replace(account_id(), meaning=msg("Id of the account whose way was gone, if it was a real one.")),
        account_name(),
        Column(name="walked_on", type=Type.DAY, meaning=msg("Day of the walk-through."), dated=True,
               headings=("walkthrough date", "walk-through date", "走查日期", "走查时间")),
        Column(name="journey_stage", type=Type.CHOICE, meaning=msg("Stage of the customer's journey."),
               headings=("stage of the journey", "旅程阶段", "客户旅程阶段", "旅程階段"),
               choices=JOURNEY_STAGES),
        Column(name="team", type=Type.CHOICE, meaning=msg("Our team that was met, or should have been."),
               headings=("team met", "team responsible", "负责团队", "接触团队", "負責團隊")),
        Column(name="touchpoint", type=Type.CHOICE, meaning=msg("Step at which the customer meets us."),
               headings=("touch point", "step of the journey", "触点", "接触点", "觸點")),
        Column(name="finding", type=Type.CHOICE, meaning=msg("What was found there."),
               headings=("walkthrough finding", "touchpoint finding", "走查结果", "走查发现", "走查結果"),
               choices={
                   "fine": ("fine", "ok", "good", "正常", "良好"),
                   "blank": ("blank", "missing", "nobody", "空白", "无人负责", "缺失"),
                   "duplicate": ("duplicate", "twice", "重复", "重複"),
                   "contradiction": ("contradiction", "contradictory", "矛盾", "前后矛盾"),
                   "slow": ("slow", "late", "缓慢", "超时", "緩慢"),
                   "handed_on": ("handed on", "passed on", "sent on", "推诿", "转来转去", "踢皮球"),
               }),
        Column(name="minutes", type=Type.COUNT, meaning=msg("Minutes that it took."),
               headings=("minutes taken", "waiting minutes", "耗时分钟", "等待分钟", "耗時分鐘")),
        Column(name="note", type=Type.TEXT, meaning=msg("What was seen."),
               headings=("walkthrough note", "observation", "走查说明", "观察记录", "走查說明")),
    ),
)  # fmt: skip
