-- Search and order regardless of case and accents. The shop folds the texts: it does so at its next start for products that are there.
alter table products add column name_key text collate "C" not null default '';     -- the folded name; lists by name are in its order, byte by byte
alter table products add column folded_by integer not null default 0;         -- the version of the folding of name_key and search_text; 0: not folded yet
