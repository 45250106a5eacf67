-- What is shipped leaves the house. SQLite cannot change a check, so the table is made anew.
create table reservations_now (
  order_id text not null primary key,

  -- reserved: its items are set aside. refused: there were too few. released: they were set aside and can be sold again.
  -- shipped: they have left the house. cancelled: the order was cancelled before it was heard to be created, so nothing will ever be set
  -- aside for it.
  state    text not null check (state in ('reserved', 'refused', 'released', 'shipped', 'cancelled')),

  items    text not null,                              -- JSON [{"productId":"PRD-0001","quantity":2}]: what the order asked for
  check (state <> 'cancelled' or items = '[]')
);
insert into reservations_now select order_id, state, items from reservations;
drop table reservations;
alter table reservations_now rename to reservations;

-- Returns whose items are in the warehouse again: each once.
create table taken_back (
  return_id text not null primary key,
  order_id  text not null
);
