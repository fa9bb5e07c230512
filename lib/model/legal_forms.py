"""Words of company names that say what a company is in law, or where, but not which one."""

import re

# At the end of a name, as words between blanks.
LEGAL_ENDS = frozenset(
    {
        # English
        *("inc", "incorporated", "ltd", "limited", "llc", "l l c", "llp", "lp", "plc", "p l c"),
        *("corp", "corporation", "co", "company", "lc", "pllc", "ulc", "cic", "limited company"),
        *("limited liability company", "private limited", "pvt", "pvt ltd", "pty", "pte", "unltd"),
        *("sdn bhd", "bhd", "berhad", "public limited company"),
        # German, Dutch, Nordic
        *("gmbh", "g m b h", "mbh", "ggmbh", "ag", "a g", "kg", "kgaa", "ohg", "ug", "gbr", "eg"),
        *("e k", "ek", "se", "haftungsbeschrankt", "aktiengesellschaft"),
        *("bv", "b v", "nv", "n v", "vof", "bvba", "ab", "a b", "as", "a s", "asa", "aps", "oy"),
        *("oyj", "ehf", "hf"),
        # French, Spanish, Portuguese, Italian
        *("sa", "s a", "sas", "s a s", "sasu", "sarl", "s a r l", "eurl", "snc", "sca", "sci"),
        *("sl", "s l", "slu", "sau", "sa de cv", "s a de c v", "de cv", "cia", "compagnie"),
        *("lda", "ltda", "eireli", "srl", "s r l", "srls", "spa", "s p a", "sapa"),
        # Central and eastern Europe
        *("sp z oo", "sp z o o", "sp zoo", "spzoo", "sp j", "sp k", "s r o", "sro"),
        *("kft", "zrt", "nyrt", "doo", "d o o", "ood", "eood", "uab", "sia"),
        *("ou", "ooo", "oao", "zao", "pao", "ооо", "оао", "зао", "пао", "ао", "тов"),
        # Asia in Latin letters
        *("kk", "k k", "gk", "g k", "kabushiki kaisha", "yk", "jsc", "tbk", "pt", "coltd"),
    }
)
# At the beginning; "SAS" or "SA" are too often names themselves.
LEGAL_STARTS = frozenset(
    {*("sarl", "eurl", "pt", "ooo", "oao", "zao", "pao", "ооо", "оао", "зао", "пао", "тов", "ип")}
)
LEGAL_END_CJK = re.compile(
    r"(?:(?:集团|控股)?股份有限(?:责任)?公司|集团有限(?:责任)?公司|集团股份公司|集团公司"
    r"|有限责任公司|股份公司|有限公司|责任公司|总公司|集团"
    r"|(?:特殊)?(?:普通|有限)合伙(?:企业)?|个人独资企业|(?<![分子支])公司"
    r"|株式会社|有限会社|合同会社|合名会社|合资会社|주식회사|유한회사)$"
)
LEGAL_START_CJK = re.compile(r"^(?:株式会社|有限会社|合同会社|주식회사|유한회사)")
# In brackets of their own: (株), (有), (주).
LEGAL_BRACKETS = frozenset({"株", "有", "合", "주", "유"})
ANDS = frozenset({"and", "und", "et"})

_CITIES_CJK = (
    "北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南"
    "|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|中国|亚太|华东|华南|华北|华中"
    "|西南|西北|东北|深圳|广州|杭州|南京|苏州|成都|武汉|西安|郑州|长沙|青岛|宁波|厦门|东莞|佛山|无锡|合肥"
    "|济南|大连|沈阳|福州|昆明|珠海|常州|南通|石家庄|哈尔滨|长春|太原|南昌|贵阳|南宁|海口|兰州|台北|日本"
)
PLACE_START_CJK = re.compile(rf"^(?:{_CITIES_CJK})[省市]?(?=..)")
PLACE_END_CJK = re.compile(rf"(?<=..)(?:{_CITIES_CJK})[省市]?$")
BRANCH_END_CJK = re.compile(
    r"(?<=..)(?:分公司|子公司|支公司|办事处|代表处|分行|支行|分部|控股|集团)$"
)
# English words at either end of a name that tell companies of one group apart.
GROUP_WORDS = frozenset(
    {
        *("group", "groupe", "gruppe", "grupo", "gruppo", "holding", "holdings", "intl"),
        "international",
        *("global", "worldwide", "branch", "subsidiary", "division", "hq", "headquarters"),
        *("asia", "europe", "apac", "emea", "latam", "america", "americas", "africa", "pacific"),
        *("north", "south", "east", "west", "us", "usa", "uk", "uae", "eu", "china", "japan"),
        *("germany", "deutschland", "france", "italy", "italia", "spain", "espana", "netherlands"),
        *("india", "korea", "singapore", "australia", "canada", "mexico", "brazil", "brasil"),
        *("beijing", "shanghai", "shenzhen", "guangzhou", "hangzhou", "hongkong", "hong", "kong"),
        *("london", "paris", "berlin", "munich", "tokyo", "new", "york", "sydney", "taiwan"),
    }
)
