"""Columns and headings that several kinds have in common."""

from lib.locale import msg
from lib.model.spec import Column, Type

ACCOUNT_ID_HEADINGS = (
    "account id",
    "accountid",
    "account external id",
    "customer id",
    "customerid",
    "client id",
    "company id",
    "organization id",
    "organisation id",
    "org id",
    "tenant id",
    "workspace id",
    "guid",
    "account guid",
    "account name.id",
    "associated company ids",
    "crm id",
    "record id",
    "客户编号",
    "客户id",
    "公司编号",
    "公司id",
    "企业编号",
    "企业id",
    "账号id",
    "租户id",
    "客戶編號",
    "客戶代碼",
    "客戶id",
    "公司編號",
)
# Where a file has an id and a number besides, other files refer to the id.
ACCOUNT_NUMBER_HEADINGS = (
    "account number",
    "account no",
    "account code",
    "customer number",
    "customer no",
    "customer code",
    "客户代码",
    "客户编码",
    "客户号",
)
ACCOUNT_NAME_HEADINGS = (
    "account name", "account", "company", "company name", "customer", "customer name", "client",
    "client name", "organization", "organisation", "organization name", "organization - name",
    "org name", "associated company", "deal - organization", "parent customer", "comapny name",
    "客户名称", "客户", "客户名", "客户名字", "公司", "公司名称", "公司名", "企业名称", "企业", "单位名称",
    "客户全称", "公司全称", "客戶名稱", "客戶", "公司名稱", "企業名稱",
)  # fmt: skip


def account_id(meaning_extra: tuple[str, ...] = ()) -> Column:
    """Return the column that points at an account by its CRM id."""
    return Column(
        name="account_id",
        type=Type.ID,
        meaning=msg("The customer's id in the CRM, kept exactly as text."),
        headings=ACCOUNT_ID_HEADINGS + meaning_extra + ACCOUNT_NUMBER_HEADINGS,
    )


def account_name(extra: tuple[str, ...] = ()) -> Column:
    """Return the column that names the account in words; `extra` headings for one kind only."""
    return Column(
        name="account_name",
        type=Type.TEXT,
        meaning=msg("The customer company's name."),
        headings=ACCOUNT_NAME_HEADINGS + extra,
    )


PLAN = Column(
    name="plan",
    type=Type.CHOICE,
    meaning=msg("The plan or edition bought."),
    headings=(
        "plan tier",
        "plan name",
        "edition",
        "tier",
        "package",
        "subscription plan",
        "版本",
        "套餐",
        "产品版本",
        "购买版本",
        "版本類型",
    ),
)
SEATS = Column(
    name="seats",
    type=Type.COUNT,
    meaning=msg("Seats paid for."),
    headings=(
        "licensed seats",
        "licenses",
        "licences",
        "number of seats",
        "seat count",
        "paid seats",
        "users licensed",
        "席位",
        "席位数",
        "坐席数",
        "账号数",
        "许可数",
        "用户数量",
        "購買席位",
        "席位數",
    ),
)
ARR = Column(
    name="arr",
    type=Type.AMOUNT,
    meaning=msg("Annual recurring revenue."),
    headings=(
        "arr amount",
        "annual recurring revenue",
        "annual value",
        "annual contract value",
        "acv",
        "arr (usd)",
        "arr usd",
        "年度经常性收入",
        "年经常性收入",
        "年费",
        "年度金额",
        "年合同额",
        "年度合同金额",
        "年費",
    ),
)
MRR = Column(
    name="mrr",
    type=Type.AMOUNT,
    meaning=msg("Monthly recurring revenue."),
    headings=(
        "mrr amount",
        "monthly recurring revenue",
        "monthly charges",
        "monthly amount",
        "monthly fee",
        "mrr (usd)",
        "月度经常性收入",
        "月经常性收入",
        "月费",
        "月度金额",
        "月費",
    ),
)
CURRENCY = Column(
    name="currency",
    type=Type.CHOICE,
    meaning=msg("ISO code of the currency of the amounts."),
    headings=(
        "currency code",
        "currency iso code",
        "currencyisocode",
        "deal currency",
        "币种",
        "货币",
        "幣別",
        "貨幣",
    ),
    choices={
        "USD": ("usd", "us dollar", "$", "us$", "美元", "美金"),
        "CNY": ("cny", "rmb", "¥", "￥", "人民币", "元", "人民幣"),
        "EUR": ("eur", "euro", "€", "欧元", "歐元"),
        "GBP": ("gbp", "£", "英镑", "英鎊"),
        "JPY": ("jpy", "日元", "日圓"),
        "HKD": ("hkd", "hk$", "港币", "港元", "港幣"),
    },
)
OWNER = Column(
    name="owner",
    type=Type.TEXT,
    meaning=msg("Our person who answers for it."),
    headings=(
        "account owner",
        "account manager",
        "customer success manager",
        "csm",
        "owner name",
        "company owner",
        "contact owner",
        "deal owner",
        "deal - owner",
        "sales rep",
        "sales agent",
        "sales owner",
        "负责人",
        "客户经理",
        "客户成功",
        "客户成功经理",
        "负责人名字",
        "销售",
        "销售负责人",
        "跟进人",
        "负责人姓名",
        "負責人",
        "客戶經理",
    ),
)
NOTES = Column(
    name="notes",
    type=Type.TEXT,
    meaning=msg("Free remarks."),
    headings=("note", "comments", "comment", "remark", "remarks", "备注", "说明", "備註", "備注"),
)
CREATED_AT = Column(
    name="created_at",
    type=Type.TIME,
    meaning=msg("When the row was created in the source."),
    headings=(
        "created",
        "created time",
        "create date",
        "created on",
        "created date",
        "date created",
        "creation date",
        "createdate",
        "创建时间",
        "创建日期",
        "录入时间",
        "建立時間",
        "創建時間",
    ),
)
UPDATED_AT = Column(
    name="updated_at",
    type=Type.TIME,
    meaning=msg("When the row was last changed in the source."),
    headings=(
        "modified time",
        "updated",
        "last modified",
        "modified on",
        "last modified date",
        "updated time",
        "update time",
        "更新时间",
        "修改时间",
        "最后修改时间",
        "更新時間",
    ),
)
TAGS = Column(
    name="tags",
    type=Type.TAGS,
    meaning=msg("Tags from the controlled vocabulary."),
    headings=("tag", "labels", "label", "account tags", "标签", "客户标签", "標籤", "客戶標籤"),
)
BUYING_ROLES = {
    "decision_maker": (
        "decision maker",
        "decision-maker",
        "economic buyer",
        "executive sponsor",
        "dm",
        "决策人",
        "决策者",
        "关键决策人",
        "最终决策人",
        "決策人",
        "決策者",
    ),
    "influencer": (
        "influencer",
        "champion",
        "recommender",
        "evaluator",
        "决策影响人",
        "影响者",
        "影响人",
        "推荐人",
        "決策影響人",
        "影響者",
    ),
    "end_user": (
        "end user",
        "user",
        "end-user",
        "key user",
        "产品使用者",
        "使用者",
        "最终用户",
        "用户",
        "關鍵用戶",
        "最終用戶",
    ),
}
JOURNEY_STAGES = {
    "onboarding": (
        "onboarding",
        "implementation",
        "adoption",
        "有需求未熟练",
        "实施",
        "上线",
        "新手期",
    ),
    "proficient": ("proficient", "adopted", "live", "熟练", "初见成效", "熟练期"),
    "advocate": ("advocate", "mature", "champion", "成效显著", "分享", "口碑期"),
    "partner": ("partner", "strategic partner", "战略伙伴", "战略合作", "合作伙伴"),
}
