"""What customers want: the register of demands, conflicts, breaks, promises, the demand gap."""
