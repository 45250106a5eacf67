-- An order goes on after it is confirmed: shipped, delivered, completed; what is known of its payment, parcels and returns is kept beside
-- its state. SQLite cannot change a check, so the table is made anew.
create table orders_now (
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
    ('AwaitingStock', 'AwaitingStockAndReview', 'AwaitingStockAndDecision', 'AwaitingReview', 'AwaitingDecision', 'AwaitingPayment',
     'Confirmed', 'Shipped', 'Delivered', 'Completed', 'Cancelled')),
  status_reason    text,                               -- a stable code: out_of_stock, payment_declined, …
  failed_items     text        not null,               -- JSON: the items for which it was cancelled
  deadline_at      timestamptz,                        -- given up then, or completed when it is delivered; null when no time matters
  history          text        not null,               -- JSON: each status it has had
  version          integer     not null check (version > 0),
  held_since       timestamptz,                        -- waits for a person since then
  payment          text        not null default '{}',  -- JSON: whether it was authorised, captured, voided, failed; what was refunded, by refund id
  shipments        text        not null default '[]',  -- JSON: carrier, tracking, when shipped and delivered
  returned         text        not null default '[]',  -- JSON: how many of each product were claimed back, and how many were accepted
  check (deadline_at is null or state like 'Awaiting%' or state = 'Delivered')
);

-- What was confirmed before was charged at once.
insert into orders_now (id, customer_id, email, currency, lines, total, shipping_address, payment_token, placed_at, state, status_reason,
                        failed_items, deadline_at, history, version, held_since, payment)
select id, customer_id, email, currency, lines, total, shipping_address, payment_token, placed_at, state, status_reason,
       failed_items, deadline_at, history, version, held_since,
       case when state = 'Confirmed' then '{"authorised":true,"captured":true}' else '{}' end
  from orders;
drop table orders;
alter table orders_now rename to orders;

-- for GET /v1/orders?customerId=
create index orders_of_customer on orders (customer_id, id);
-- for giving up on orders, and for completing them
create index orders_by_deadline on orders (deadline_at) where deadline_at is not null;

-- What customers want to give back of delivered orders.
create table returns (
  return_id       text        not null primary key,    -- RET- and 26 characters; sorts by time
  order_id        text        not null,
  state           text        not null check (state in ('requested', 'accepted', 'refused')),
  items           text        not null,                -- JSON: productId, quantity, price in minor units
  amount          bigint      not null check (amount >= 0),   -- minor units: what is refunded when it is accepted
  currency        text        not null,
  reason          text,                                -- the customer's words
  requested_at    timestamptz not null,
  decided_at      timestamptz,
  decided_by      text,                                -- the operator
  decision        text,                                -- the operator's words
  refunded_at     timestamptz,
  idempotency_key text        not null unique,         -- the same key is given the same return
  fingerprint     text        not null,                -- SHA-256 of the request
  check ((state = 'requested') = (decided_at is null)),
  check (refunded_at is null or state = 'accepted')
);
create index returns_of_order on returns (order_id);
-- for operators: what waits for them
create index returns_requested on returns (return_id) where state = 'requested';
