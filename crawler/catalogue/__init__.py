"""Which portals to walk: divisions (行政区划) and the portals of their governments."""
