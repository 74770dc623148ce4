-- A list interface may ask for headers of its own (X-Requested-With, Referer): without them a page that was
-- found in one process could not be fetched by the next.
ALTER TABLE pages ADD COLUMN headers TEXT CHECK (headers IS NULL OR json_valid(headers));
