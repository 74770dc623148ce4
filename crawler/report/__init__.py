"""A Page to a Report: cleaning, identity, sections."""
