-- Adds the state shipped. SQLite cannot alter a check, so the table is recreated.
create table reservations_now (
  order_id text not null primary key,

  -- reserved: its items are reserved. refused: some were short. released: they were reserved and can be sold again.
  -- shipped: they have shipped. cancelled: Order Cancelled arrived before Order Created, so nothing will be reserved.
  state    text not null check (state in ('reserved', 'refused', 'released', 'shipped', 'cancelled')),

  items    text not null,                              -- JSON [{"productId":"PRD-0001","quantity":2}]: the ordered items
  check (state <> 'cancelled' or items = '[]')
);
insert into reservations_now select order_id, state, items from reservations;
drop table reservations;
alter table reservations_now rename to reservations;

-- Returns whose items are back in stock, each once.
create table taken_back (
  return_id text not null primary key,
  order_id  text not null
);
