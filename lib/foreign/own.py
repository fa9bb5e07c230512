"""How workbooks that the desk wrote itself are known again, though somebody saved them anew."""

EVIDENCE = "Demand Insight Desk: evidence of a report"  # stands in the properties as category
