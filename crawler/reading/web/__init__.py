"""HTML to a Page: one walk over one tree, and what a page's scripts, forms and links say."""
