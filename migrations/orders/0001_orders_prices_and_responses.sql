-- Orders: their lines at the prices of that time, and their state in the process.
create table orders (
  id               text        not null primary key,   -- ORD- and 26 characters; sorts by time
  customer_id      text        not null,
  email            text        not null,
  currency         text        not null check (currency in ('USD', 'EUR', 'GBP')),
  lines            text        not null,               -- JSON: productId, name, quantity, price in minor units
  total            bigint      not null check (total >= 0),   -- minor units
  shipping_address text        not null,               -- JSON
  payment_token    text        not null,               -- valid for this order only
  placed_at        timestamptz not null,
  state            text        not null check (state in
    ('AwaitingStock', 'AwaitingStockAndReview', 'AwaitingReview', 'AwaitingPayment', 'Confirmed', 'Cancelled')),
  status_reason    text,                               -- a stable code: out_of_stock, payment_declined, …
  failed_items     text        not null,               -- JSON: the items that caused the cancellation
  deadline_at      timestamptz,                        -- times out then; null without a deadline
  history          text        not null,               -- JSON: every status so far
  version          integer     not null check (version > 0),
  check (deadline_at is null or state like 'Awaiting%')
);

-- for GET /v1/orders?customerId=
create index orders_of_customer on orders (customer_id, id);
-- for enforcing deadlines
create index orders_by_deadline on orders (deadline_at) where deadline_at is not null;

-- Orders' copy of the catalogue, updated from catalog events.
create table products (
  product_id text    not null primary key,
  name       text    not null,                         -- empty until Product Listed arrives
  prices     text    not null,                         -- JSON: minor units by currency
  withdrawn  boolean not null,
  revision   bigint  not null                          -- the catalog's; events with a smaller one are late
);

-- Responses by Idempotency-Key: the same key returns the same response.
create table stored_responses (
  idempotency_key text        not null primary key,
  fingerprint     text        not null,                -- SHA-256 of the request
  body            text        not null,                -- JSON
  created_at      timestamptz not null
);
