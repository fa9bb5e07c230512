"""What counts as blank, double or contradictory, as data, each with its reason.

Change the rules here and nowhere else.
"""

from collections.abc import Mapping

from lib.locale import Message, msg

# Windows looked back on, in days.
WINDOWS: Mapping[int, Message] = {180: msg("Last half year"), 365: msg("Last twelve months")}

BLANK_DAYS = 90
BLANK_WHY = msg(
    "A quarter: the longest rhythm at which a customer is planned to be met, in a quarterly"
    " review. Shorter pauses are holidays and quiet weeks."
)
NEAR_DAYS = 7
NEAR_WHY = msg("A week: the customer still has the first one in mind, or unread, on the desk.")
APART_DAYS = 14
APART_WHY = msg("Two weeks: later, the plan itself may have changed in the meantime.")

# Of the character pairs (Chinese) and triples (other writing) of subject and text together,
# the share that two texts must have in common.
SAME_SHARE = 0.6
SAME_WHY = msg(
    "At least 60% of the short runs of characters in common: the same text with another"
    " greeting or another order has them, another text on the same subject has not."
)
LEAST_GRAMS = 12  # in shorter texts a greeting alone would be the same content

# Teams that come by themselves, by stage: support and finance come when they are called.
EXPECTED: Mapping[str, tuple[str, ...]] = {
    "onboarding": ("delivery", "customer_success"),
    "proficient": ("customer_success",),
    "advocate": ("customer_success", "sales"),
    "partner": ("customer_success", "sales", "product"),
}
EXPECTED_WHY = msg(
    "Expected: delivery and customer success while a customer learns; customer success once they"
    " are skilled; sales as well where results are good; product with partners. Support comes"
    " when it is called, and a team of which the files hold nothing is never missed."
)

UNKNOWN = "unknown"
# What teams are called, whatever the source writes; other names stand for themselves.
TEAMS: Mapping[str, Message] = {
    "sales": msg("Sales"),
    "presales": msg("Presales"),
    "delivery": msg("Delivery"),
    "customer_success": msg("Customer success"),
    "support": msg("Support"),
    "product": msg("Product"),
    "finance": msg("Finance"),
    "marketing": msg("Marketing"),
    "management": msg("Management"),
    UNKNOWN: msg("unknown"),
}
# Words that name a team on their own, or end a name such as "East sales".
TEAM_WORDS: Mapping[str, tuple[str, ...]] = {
    "presales": ("presales", "pre sales", "pre-sales", "solution", "solutions", "售前", "解决方案"),
    "sales": ("sales", "sales team", "account management", "key accounts", "销售", "大客户"),
    "delivery": ("delivery", "implementation", "onboarding", "professional services", "交付",
                 "实施", "培训"),
    "customer_success": ("customer success", "success", "csm", "cs", "客户成功", "客成"),
    "support": ("support", "technical support", "customer service", "service", "service desk",
                "help desk", "helpdesk", "技术支持", "客服", "售后", "客户服务", "服务", "支持"),
    "product": ("product", "product management", "r&d", "engineering", "产品", "研发"),
    "finance": ("finance", "billing", "commerce", "commercial", "财务", "商务"),
    "marketing": ("marketing", "operations", "市场", "运营"),
    "management": ("management", "executive", "executives", "leadership", "管理层", "高层",
                   "管理团队"),
}  # fmt: skip
SUPPORT = "support"

FINDINGS: Mapping[str, Message] = {
    "fine": msg("Fine"),
    "blank": msg("Nobody there"),
    "duplicate": msg("Came twice"),
    "contradiction": msg("Told differently"),
    "slow": msg("Slow"),
    "handed_on": msg("Handed on"),
}
