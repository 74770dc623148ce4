"""PDF to a Page: glyphs to lines, lines to paragraphs, ruling lines to tables."""
