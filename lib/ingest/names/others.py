"""Objects of CRM systems that the desk does not take in, and that look like some it does.

A file of leads has names, industries and ids of its own. Read as accounts, its id 17 would
overwrite customer 17.
"""

from lib.ingest.issues import Problem
from lib.ingest.names.headings import normalised
from lib.ingest.sheet import Sheet
from lib.locale import Message, msg

_OTHERS: tuple[tuple[Message, frozenset[str]], ...] = (
    (
        msg("leads"),
        frozenset({"lead id", "lead name", "lead number", "is converted",
                   "do not modify lead", "线索名称", "线索编号", "线索状态", "線索名稱"}),
    ),
    (
        msg("payments"),
        frozenset({"payment id", "payment number", "invoice id", "invoice number", "回款编号",
                   "回款单号", "发票号码", "付款单号"}),
    ),
    (
        msg("products"),
        frozenset({"product code", "sku", "stock keeping unit", "产品编码", "商品编码"}),
    ),
    (
        msg("pipelines and their stages"),
        frozenset({"display order", "stage order", "pipeline order", "deal pipeline stage order"}),
    ),
    (
        msg("users of the CRM"),
        frozenset({"active user id", "primary team id", "role id", "user role id", "profile id",
                   "is active user", "last login ip"}),
    ),
    (msg("mailings"), frozenset({"email campaign id"})),
    (msg("assets"), frozenset({"asset id", "asset provided by id", "digital asset status"})),
)  # fmt: skip
_OURS = frozenset(
    {"account id", "contact id", "deal id", "contract id", "subscription id", "ticket id",
     "opportunity id", "order id", "date won", "value period",
     "合同名称", "商机名称", "工单编号", "联系人姓名"}
)  # fmt: skip
_POINTERS = frozenset({"account id", "contact id"})  # what other objects have as well


def other_object(sheet: Sheet) -> Problem | None:
    """Return why the sheet is none of our kinds; None when it may be one."""
    headings = {normalised(heading) for heading in sheet.columns}
    for name, theirs in _OTHERS:
        own = _OURS - _POINTERS if "asset provided by id" in theirs else _OURS
        if headings & theirs and not headings & own:
            message = msg(
                "{title} could not be recognised: it seems to hold {things}.",
                title=sheet.title,
                things=name,
            )
            remedy = msg("Leave it out, or say what it holds if that is wrong.")
            return Problem("unrecognised", message, remedy)
    return None
