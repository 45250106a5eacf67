-- An order is held when something that it waits for was given up: it waits on without a deadline, for a person or for what it waits for.
alter table orders add column held_since timestamptz;
