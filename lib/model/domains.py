"""Web and mail domains as signs of a company; domains that anybody may use are none."""

import re
from functools import lru_cache

import pandas as pd

_DOMAIN = re.compile(r"[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+")
_SECOND_LEVEL = frozenset({"co", "com", "net", "org", "gov", "edu", "ac", "or", "ne", "go", "gob"})
_COUNTRY_CODE = 2  # letters
_LONGEST = 253  # signs that a domain may have
# Mail that anybody can have.
_FREE_MAIL = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com"),
        *("yahoo.com", "ymail.com", "rocketmail.com", "aol.com", "icloud.com", "me.com"),
        *("mac.com", "gmx.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "freenet.de"),
        *("proton.me", "protonmail.com", "pm.me", "tutanota.com", "zoho.com", "mail.com"),
        *("fastmail.com", "hey.com", "yandex.com", "yandex.ru", "mail.ru", "bk.ru", "inbox.ru"),
        *(
            "orange.fr",
            "wanadoo.fr",
            "free.fr",
            "laposte.net",
            "sfr.fr",
            "libero.it",
            "virgilio.it",
        ),
        *("qq.com", "foxmail.com", "163.com", "126.com", "yeah.net", "139.com", "189.cn"),
        *("sina.com", "sina.cn", "sohu.com", "aliyun.com", "tom.com", "21cn.com", "wo.cn"),
        *("naver.com", "daum.net", "hanmail.net", "nate.com", "rediffmail.com", "comcast.net"),
        *("verizon.net", "att.net", "sbcglobal.net", "btinternet.com", "bigpond.com", "uol.com.br"),
        *("yahoo.co.jp", "yahoo.co.uk", "yahoo.com.cn", "yahoo.fr", "yahoo.de", "hotmail.fr"),
        *("hotmail.co.uk", "live.cn", "vip.qq.com", "docomo.ne.jp", "ezweb.ne.jp", "hinet.net"),
    }
)
# Under these each name is a company's own; by themselves they are nobody's.
_SHARED = frozenset(
    {
        *("wordpress.com", "blogspot.com", "wixsite.com", "weebly.com", "myshopify.com"),
        *("github.io", "github.com", "herokuapp.com", "azurewebsites.net", "sharepoint.com"),
        *("linkedin.com", "facebook.com", "weibo.com", "twitter.com", "instagram.com"),
        *("notion.site", "google.com", "1688.com", "taobao.com", "tmall.com"),
        *("example.com", "example.org", "example.net", "test.com"),
    }
)


@lru_cache(1 << 17)
def domain_of(text: str) -> str:
    """Return the company's domain in a web or mail address; "" when it says nothing.

    >>> domain_of("https://www.Acme.co.uk/about"), domain_of("li@mail.acme.com")
    ('acme.co.uk', 'acme.com')
    >>> domain_of("someone@qq.com")
    ''
    """
    host = text.strip().casefold().rpartition("@")[2].rpartition("//")[2]
    host = re.split(r"[/?#:\s]", host, maxsplit=1)[0].strip(".")
    if len(host) > _LONGEST or not _DOMAIN.fullmatch(host) or host.replace(".", "").isdigit():
        return ""
    own = _registered(host)
    if own in _SHARED:
        return "" if host.removeprefix("www.") == own else host
    return "" if own in _FREE_MAIL or host in _FREE_MAIL else own


def _registered(host: str) -> str:
    labels = host.split(".")
    shared = len(labels[-1]) == _COUNTRY_CODE and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3:] if shared else labels[-2:])


def domains_of(texts: pd.Series) -> pd.Series:
    """Return the company's domain of each address; NaN where there is none."""
    found = {text: domain_of(text) or None for text in texts.dropna().unique()}
    return texts.map(found, na_action="ignore").astype("str")
