"""All files of the sample, written into a folder."""

from pathlib import Path

from sample_data.generator.account_table import account_table
from sample_data.generator.files import write_csv, write_xlsx
from sample_data.generator.messy import write_messy
from sample_data.generator.planted import planted
from sample_data.generator.tables import (
    activity_table,
    assessment_table,
    contact_table,
    contract_table,
    loss_table,
    ticket_table,
    usage_table,
)
from sample_data.generator.voice_tables import demand_table, interview_table, walkthrough_table
from sample_data.generator.world import world


def write_all(folder: Path) -> None:
    """Write every file of the sample, the untidy ones in the folder `messy`."""
    folder.mkdir(parents=True, exist_ok=True)
    made = world()
    write_csv(account_table(made), folder / "accounts.csv")
    write_xlsx(contact_table(made), folder / "contacts.xlsx", "联系人")
    write_csv(contract_table(made), folder / "contracts.csv")
    write_csv(ticket_table(made), folder / "tickets.csv", encoding="gb18030")
    write_xlsx(activity_table(made), folder / "activities.xlsx", "Activities")
    write_csv(usage_table(made), folder / "usage.csv")
    write_csv(loss_table(made), folder / "losses.csv")
    write_csv(assessment_table(made), folder / "assessments.csv")
    write_csv(demand_table(made), folder / "demands.csv")
    write_xlsx(interview_table(made), folder / "interviews.xlsx", "访谈")
    write_csv(walkthrough_table(made), folder / "walkthroughs.csv")
    write_messy(made, folder / "messy")
    (folder / "planted.json").write_text(planted(made), encoding="utf-8", newline="\n")
