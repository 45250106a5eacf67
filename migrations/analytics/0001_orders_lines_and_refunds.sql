-- What events have told of each order: a row an order, filled in whatever order they come. Times are when it happened, in microseconds since
-- 1970 UTC; amounts are in minor units. A column that has a value keeps the least that was told, so neither order nor repetition matters.
create table orders (
  order_id        text not null primary key,
  currency        text,             -- ISO 4217
  country         text,             -- where it goes, ISO 3166-1 alpha-2
  total           bigint,
  created_at      bigint,           -- Order Created
  reserved_at     bigint,           -- Inventory Reserved
  out_of_stock_at bigint,           -- Inventory Reservation Failed
  paid_at         bigint,           -- Payment Processed: authorised
  paid            bigint,           -- what was authorised
  captured_at     bigint,           -- Payment Captured
  captured        bigint,           -- what was taken
  declined_at     bigint,           -- Payment Failed
  confirmed_at    bigint,           -- Order Confirmed
  shipped_at      bigint,           -- Order Shipped
  delivered_at    bigint,           -- Order Delivered
  cancelled_at    bigint            -- Order Cancelled
);

-- For reports of a time; no other column has an index, so that PostgreSQL can fill a row in where it stands.
create index orders_by_time on orders (created_at);

-- What was ordered, one row a product of an order.
create table lines (
  order_id   text not null,
  product_id text not null,
  quantity   bigint not null,
  primary key (order_id, product_id),
  check (quantity > 0)
);

-- What was given back, one row a refund.
create table refunds (
  refund_id text not null primary key,   -- its business key: the return, or the order when all was given back
  order_id  text not null,
  at        bigint not null,             -- Payment Refunded
  amount    bigint not null,
  currency  text not null                -- ISO 4217
);

create index refunds_by_time on refunds (at);
