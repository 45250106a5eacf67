-- The inventory revision of available: an event with a smaller one is late. 0: only events without a stock level so far.
alter table products add column stock_revision bigint not null default 0;
