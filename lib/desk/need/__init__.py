"""What customers need: demands, themes, conflicts, breaks, promises, the gap."""
