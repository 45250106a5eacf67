-- Adds the states after confirmation: shipped, delivered, completed; and payment, parcels and returns. SQLite cannot alter a check, so the
-- table is recreated.
create table orders_now (
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
    ('AwaitingStock', 'AwaitingStockAndReview', 'AwaitingStockAndDecision', 'AwaitingReview', 'AwaitingDecision', 'AwaitingPayment',
     'Confirmed', 'Shipped', 'Delivered', 'Completed', 'Cancelled')),
  status_reason    text,                               -- a stable code: out_of_stock, payment_declined, …
  failed_items     text        not null,               -- JSON: the items that caused the cancellation
  deadline_at      timestamptz,                        -- times out then, or completes when delivered; null without a deadline
  history          text        not null,               -- JSON: every status so far
  version          integer     not null check (version > 0),
  held_since       timestamptz,                        -- on hold since then
  payment          text        not null default '{}',  -- JSON: whether authorised, captured, voided, failed; refunds by refund id
  shipments        text        not null default '[]',  -- JSON: carrier, tracking, when shipped and delivered
  returned         text        not null default '[]',  -- JSON: claimed and accepted returns per product
  check (deadline_at is null or state like 'Awaiting%' or state = 'Delivered')
);

-- Orders confirmed before this were charged at once.
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
-- for enforcing deadlines
create index orders_by_deadline on orders (deadline_at) where deadline_at is not null;

-- Customers' returns of delivered orders.
create table returns (
  return_id       text        not null primary key,    -- RET- and 26 characters; sorts by time
  order_id        text        not null,
  state           text        not null check (state in ('requested', 'accepted', 'refused')),
  items           text        not null,                -- JSON: productId, quantity, price in minor units
  amount          bigint      not null check (amount >= 0),   -- minor units: the refund if accepted
  currency        text        not null,
  reason          text,                                -- the customer's reason
  requested_at    timestamptz not null,
  decided_at      timestamptz,
  decided_by      text,                                -- the operator
  decision        text,                                -- the operator's reason
  refunded_at     timestamptz,
  idempotency_key text        not null unique,         -- the same key returns the same return
  fingerprint     text        not null,                -- SHA-256 of the request
  check ((state = 'requested') = (decided_at is null)),
  check (refunded_at is null or state = 'accepted')
);
create index returns_of_order on returns (order_id);
-- for operators: returns to decide
create index returns_requested on returns (return_id) where state = 'requested';
