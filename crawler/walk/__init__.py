"""Walking the portals (巡站): what a run asks for next, and what it makes of what came back."""
