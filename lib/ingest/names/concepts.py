"""Headings by what their words mean, in any order: `Date Modified` is `last modified on`.

Words of several languages that mean the same are one concept; words that say nothing are
left out. Two headings with the same concepts name the same field.
"""

import re
from functools import cache, lru_cache

from lib.ingest.names.headings import Known, known_headings, normalised
from lib.model import Kind
from lib.model.words import plain_letters

Concepts = frozenset[str]

# Each line: the concept, then words for it. Chinese words are found inside longer ones.
_SAME = """
when: date on at datetime timestamp dt day 日期 时间 日時 日 fecha datum
time: time
create: created creation create add added createdon 创建 建立 建档 新建 新增 录入 作成 登録
create: 登记 erstellt angelegt
update: updated update modified modification changed edited 更新 修改 编辑 变更 geandert
close: closed close closing 关闭 关单 结案 结单 成交 结束于
open: opened open submitted raised 提交
resolve: resolved solved resolution solve fixed 解决 处理完成
expect: expected expect est estimated estimate forecast forecasted planned projected anticipated
expect: 预计 预期 预估 预测
sign: signed sign signature signing 签订 签约 签署
start: start started begin beginning commencement from 开始 起始 起
end: end ended finish finished until to 结束 终止 截止 止
expire: expiry expiration expires expire expired 到期 过期 届满
renew: renewal renew renewed 续费 续约 续签 续期
term: term contract agreement subscription 合同 合约 订阅
account: account customer client company organization organisation org firm
account: 客户 公司 企业 顾客
contact: contact person 联系人 联络人
deal: deal opportunity 商机 销售机会 机会
ticket: ticket case incident issue 工单 服务单 案件
id: id no nr num key code uuid ref identifier 编号 编码 代码 代号 号码 号
number: number
name: name 名称 名字 名
employee: employee staff headcount 员工 雇员 从业人员 人员
size: size scale 规模
count: count qty 数 数量 人数 总数 总人数
level: level grade class classification rank 级别 等级 分级 级
category: category 分类 类别
type: type kind 类型 种类
status: status state 状态
stage: stage phase 阶段
industry: industry sector vertical branch 行业 产业 业种 业态
region: region territory area 区域 地区 大区 地域
country: country nation 国家 国别 国
city: city town 城市
owner: owner 负责人 所有人 担当者
dept: department dept 部门
team: team group 团队 小组 组
amount: amount 金额 总额 总金额
sum: total 合计
probability: probability likelihood confidence 可能性 概率 赢率 成功率
reason: reason cause 原因 理由
source: source 来源
note: note comment remark memo 备注 说明
first: first initial 首次 首 第一次
response: response reply respond 响应 回复 答复
minute: minute min 分钟
score: score 评分
rating: rating
point: point 得分 分数
satisfaction: satisfaction csat 满意度
user: user 用户
email: email mail 邮箱 邮件 邮件地址
phone: phone telephone tel 电话
mobile: mobile cell cellphone 手机
website: website web url site homepage 网址 网站 官网
licence: license licence seat 席位 许可 坐席 授权
plan: plan package edition 套餐 版本
product: product 产品
feature: feature module function 功能 模块
event: event action 事件 行为
year: year annual yearly annually 年 年度
month: month monthly 月 月度
revenue: revenue turnover 营业额 营收 销售额
currency: currency 币种 币别 货币
parent: parent 上级 母 父
title: title 标题 主题
describe: description describe 描述
priority: priority 优先级
channel: channel 渠道
last: last latest recent 最后 最近 最新
"""
_EMPTY = frozenset(
    ("the", "of", "in", "for", "a", "an", "our", "this", "utc", "gmt", "current", "sfdc", "crm",
     "所在", "的", "该", "当前", "信息", "资料")
)  # fmt: skip
_STEM = re.compile(r"(?<=[a-z]{3})(?<![sui])s$|(?<=[a-z])(?:'s)$")
_MOMENTS = frozenset({"create", "update", "close", "open", "sign", "start", "end", "expire"})
_CJK_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々]+|[^\s\u3040-\u30ff\u3400-\u9fff々]+")


@cache
def _concept_of() -> dict[str, str]:
    pairs = (line.split(":", 1) for line in _SAME.strip().splitlines())
    return {
        _STEM.sub("", plain_letters(word)): concept
        for concept, words in pairs
        for word in words.split()
    }


@cache
def _longest() -> int:
    return max(len(word) for word in _concept_of() if not word.isascii())


@lru_cache(maxsize=16384)
def concepts(heading: str) -> Concepts:
    """Return what the words of a normalised heading mean.

    >>> concepts("date modified") == concepts("last modified on") == concepts("修改时间")
    True
    >>> concepts("created by") == concepts("created")
    False
    """
    found = {c for word in _CJK_RUN.findall(plain_letters(heading)) for c in _concepts_in(word)}
    if heading.endswith(" of"):  # `subsidiary of` names the parent, `subsidiary` does not
        found.add("of")
    if found & _MOMENTS:  # `created time` and `creation date` say the same as `created`
        found -= {"time", "when"}
    if "update" in found:
        found.discard("last")
    return frozenset(found)


def _concepts_in(word: str) -> list[str]:
    if word.isascii() or not _CJK_RUN.fullmatch(word[0]):
        return [] if word in _EMPTY else [_meaning(word)]
    parts, unknown, place = [], "", 0
    while place < len(word):
        piece = _piece(word, place)
        if piece is None:
            unknown, place = unknown + word[place], place + 1
            continue
        parts += [unknown, piece]
        unknown, place = "", place + len(piece)
    return [_meaning(part) for part in (*parts, unknown) if part and part not in _EMPTY]


def _piece(word: str, place: int) -> str | None:
    """Return the longest known word that starts at a place of a text without blanks."""
    for length in range(min(_longest(), len(word) - place), 0, -1):
        piece = word[place : place + length]
        if piece in _concept_of() or piece in _EMPTY:
            return piece
    return None


def _meaning(word: str) -> str:
    stem = _STEM.sub("", word)
    return _concept_of().get(stem, stem)


@cache
def known_by_concepts(kind_name: str) -> dict[Concepts, tuple[Known, ...]]:
    """Return the fields of a kind under the concepts of each of their known headings."""
    found: dict[Concepts, dict[str, Known]] = {}
    for group in known_headings().values():
        for known in group:
            if known.kind.name == kind_name:
                named = found.setdefault(concepts(known.heading), {})
                best = named.get(known.column.name)
                if best is None or known.rank < best.rank:
                    named[known.column.name] = known
    return {bag: tuple(named.values()) for bag, named in found.items() if bag}


def own_concepts(kind: Kind) -> Concepts:
    """Return what a kind's rows are called, as concepts: `ticket`, `account`."""
    return frozenset().union(*(concepts(normalised(word)) for word in kind.file_words))
