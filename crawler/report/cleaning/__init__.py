"""The body of a report (正文): where it stands in a page, where it ends, its clean lines."""
