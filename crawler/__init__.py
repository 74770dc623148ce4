"""gov-reports: from the portals of a province to a checked dataset of its annual reports (年报)."""

__version__ = "0.1.0"
