"""The answer key: what was planted where. For tests; it is not data and is never imported."""

import json
from typing import Any

from sample_data.generator.accounts import Account
from sample_data.generator.streams import FIRST, LAST, SEED
from sample_data.generator.voices_planted import voices_planted
from sample_data.generator.world import World


def planted(world: World) -> str:
    """Return planted.json."""
    content = {
        "synthetic": True,
        "seed": SEED,
        "first_day": FIRST.isoformat(),
        "last_day": LAST.isoformat(),
        "accounts": [
            _entry(account)
            for account in world.accounts
            if account.part.kind != "ordinary" or account.part.quirk
        ],
        **voices_planted(world),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _entry(account: Account) -> dict[str, Any]:
    left_on = account.story.left_on
    return {
        "account_id": account.account_id,
        "part": account.part.kind,
        "quirk": account.part.quirk or None,
        "churn_date": left_on.isoformat() if left_on else None,
        "signs": [
            {"signal": sign.name, "from": sign.first.isoformat()} for sign in account.story.signs
        ],
    }
