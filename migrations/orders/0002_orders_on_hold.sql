-- An order is put on hold when an event it waits for is dead-lettered: it has no deadline until an operator decides or the event arrives.
alter table orders add column held_since timestamptz;
