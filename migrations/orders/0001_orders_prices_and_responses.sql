-- An order: what was asked for, at the prices of that moment, and where it stands in the process.
create table orders (
  id               text        not null primary key,   -- ORD- and 26 characters; sorts by time
  customer_id      text        not null,
  email            text        not null,
  currency         text        not null check (currency in ('USD', 'EUR', 'GBP')),
  lines            text        not null,               -- JSON: productId, name, quantity, price in minor units
  total            bigint      not null check (total >= 0),   -- minor units
  shipping_address text        not null,               -- JSON
  payment_token    text        not null,               -- good for this order only
  placed_at        timestamptz not null,
  state            text        not null check (state in
    ('AwaitingStock', 'AwaitingStockAndReview', 'AwaitingReview', 'AwaitingPayment', 'Confirmed', 'Cancelled')),
  status_reason    text,                               -- a stable code: out_of_stock, payment_declined, …
  failed_items     text        not null,               -- JSON: the items for which it was cancelled
  deadline_at      timestamptz,                        -- given up then; null when nothing is waited for
  history          text        not null,               -- JSON: each status it has had
  version          integer     not null check (version > 0),
  check (deadline_at is null or state like 'Awaiting%')
);

-- for GET /v1/orders?customerId=
create index orders_of_customer on orders (customer_id, id);
-- for giving up on orders
create index orders_by_deadline on orders (deadline_at) where deadline_at is not null;

-- Orders' own copy of what can be bought, kept by hearing the catalog.
create table products (
  product_id text    not null primary key,
  name       text    not null,                         -- empty until Product Listed has been heard
  prices     text    not null,                         -- JSON: minor units by currency
  withdrawn  boolean not null,
  revision   bigint  not null                          -- the catalog's; events with a smaller one are late
);

-- The same Idempotency-Key is given the same answer.
create table stored_responses (
  idempotency_key text        not null primary key,
  fingerprint     text        not null,                -- SHA-256 of the request
  body            text        not null,                -- JSON
  created_at      timestamptz not null
);
