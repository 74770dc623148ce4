"""OFD (版式文件, GB/T 33190—2016) to a Page."""
