-- Stock per product: available and reserved.

create table stock (
  product_id text   not null primary key,
  available  bigint not null check (available >= 0),   -- available for sale
  reserved   bigint not null check (reserved >= 0)     -- reserved for orders
);

-- One row per order, inserted by whichever arrives first, Order Created or Order Cancelled. It makes repeated events harmless.
create table reservations (
  order_id text not null primary key,

  -- reserved: its items are reserved. refused: some were short. released: they were reserved and have been released.
  -- cancelled: Order Cancelled arrived before Order Created, so nothing will be reserved.
  state    text not null check (state in ('reserved', 'refused', 'released', 'cancelled')),

  items    text not null,                              -- JSON [{"productId":"PRD-0001","quantity":2}]: the ordered items
  check (state <> 'cancelled' or items = '[]')
);
