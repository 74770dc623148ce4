"""What a report's own words and figures say against each other (核对)."""
