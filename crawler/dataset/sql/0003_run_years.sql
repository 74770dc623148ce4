-- A run that asks for some years only says nothing of the others: coverage must know which they were.
ALTER TABLE runs ADD COLUMN years TEXT CHECK (years IS NULL OR json_valid(years));
