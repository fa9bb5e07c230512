"""Reports and the month that leads to them: texts, states, publication, actions."""
