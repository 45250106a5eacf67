-- What is in the warehouse, and what of it is set aside for orders.

create table stock (
  product_id text   not null primary key,
  available  bigint not null check (available >= 0),   -- can be sold
  reserved   bigint not null check (reserved >= 0)     -- set aside for orders
);

-- One row an order, made by the first that is heard of it, Order Created or Order Cancelled. It is what makes a repetition harmless.
create table reservations (
  order_id text not null primary key,

  -- reserved: its items are set aside. refused: there were too few. released: they were set aside and have been given back.
  -- cancelled: it was cancelled before it was heard to be created, so nothing will ever be set aside for it.
  state    text not null check (state in ('reserved', 'refused', 'released', 'cancelled')),

  items    text not null,                              -- JSON [{"productId":"PRD-0001","quantity":2}]: what the order asked for
  check (state <> 'cancelled' or items = '[]')
);
