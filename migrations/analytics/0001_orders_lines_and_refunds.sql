-- The facts of each order, one row per order, merged from events in any order. Times are event times in microseconds since 1970 UTC; amounts
-- are in minor units. Each column stores the least value ever reported, so neither order nor repetition of events matters.
create table orders (
  order_id        text not null primary key,
  currency        text,             -- ISO 4217
  country         text,             -- destination, ISO 3166-1 alpha-2
  total           bigint,
  created_at      bigint,           -- Order Created
  reserved_at     bigint,           -- Inventory Reserved
  out_of_stock_at bigint,           -- Inventory Reservation Failed
  paid_at         bigint,           -- Payment Processed: authorised
  paid            bigint,           -- authorised amount
  captured_at     bigint,           -- Payment Captured
  captured        bigint,           -- captured amount
  declined_at     bigint,           -- Payment Failed
  confirmed_at    bigint,           -- Order Confirmed
  shipped_at      bigint,           -- Order Shipped
  delivered_at    bigint,           -- Order Delivered
  cancelled_at    bigint            -- Order Cancelled
);

-- For reports of a period. No other column has an index, so PostgreSQL can update rows in place (HOT).
create index orders_by_time on orders (created_at);

-- Ordered quantities, one row per order and product.
create table lines (
  order_id   text not null,
  product_id text not null,
  quantity   bigint not null,
  primary key (order_id, product_id),
  check (quantity > 0)
);

-- Refunds, one row each.
create table refunds (
  refund_id text not null primary key,   -- the business key: the return id, or the order id for a full refund
  order_id  text not null,
  at        bigint not null,             -- Payment Refunded
  amount    bigint not null,
  currency  text not null                -- ISO 4217
);

create index refunds_by_time on refunds (at);
