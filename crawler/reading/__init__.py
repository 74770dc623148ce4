"""Bytes and headers to a Page: decoding, HTML and plain text."""
