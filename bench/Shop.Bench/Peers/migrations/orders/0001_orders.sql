-- The peers' orders.

create table orders (
  id          uuid        not null primary key,
  product_id  integer     not null,
  quantity    integer     not null check (quantity > 0),
  status      text        not null check (status in ('placed', 'reserved')),
  placed_at   timestamptz not null,
  reserved_at timestamptz
);
