"""What a report's text is made of: characters put right, dates, figures, names, headings."""
