-- The inventory's revision that available is of: an event with a smaller one is late. 0: only events that tell a change were heard so far.
alter table products add column stock_revision bigint not null default 0;
