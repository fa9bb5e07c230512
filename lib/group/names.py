"""What people are called: the one place through which a person's name goes to a reader."""

import pandas as pd


def person_names(contacts: pd.DataFrame) -> pd.Series:
    """Return the name of each contact: the full one, else its parts, else the id; NaN without.

    Every name of a customer's person that is shown comes from here, so that it can be
    withheld here from those who may not see it.
    """
    parts = contacts["first_name"].fillna("") + " " + contacts["last_name"].fillna("")
    joined = parts.str.strip().replace("", None).astype("str")
    return contacts["full_name"].fillna(joined).fillna(contacts["contact_id"])
