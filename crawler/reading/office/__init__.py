"""Word, RTF and Excel files to a Page, without Office."""
