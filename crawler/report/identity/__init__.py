"""Whose report it is, of which year, called what and dated when (报告身份)."""
