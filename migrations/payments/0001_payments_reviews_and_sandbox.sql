-- One payment per order.
create table payments (
  order_id   text not null primary key,   -- the order, and the business key of its only charge
  state      text not null,               -- see the table in Payment.cs
  payment_id text,                        -- the gateway's id; set when Payment Processed is published
  amount     bigint,                      -- minor units: requested, then captured
  currency   text,                        -- ISO 4217
  reason     text,                        -- why it was declined
  check (state in ('requested', 'captured', 'declined', 'cancelled', 'refunding', 'refunded')),
  check (state not in ('captured', 'refunded') or payment_id is not null),
  check (payment_id is null or (amount is not null and currency is not null)),
  check (state <> 'declined' or reason is not null)
);

-- Fraud reviews of large orders, one per order.
create table fraud_reviews (
  order_id text not null primary key,
  reasons  text not null                  -- why it was refused, a JSON array of sentences; [] when it passed
);

-- The sandbox provider's ledger. It simulates an external system: the shop neither joins it nor shares a transaction with it.
create table sandbox_charges (
  business_key text not null primary key,
  outcome      text not null,             -- captured, refunded (captured before), declined, closed (refunded before it was charged)
  payment_id   text not null default '',
  amount       bigint not null default 0, -- minor units captured
  currency     text not null default '',
  reason       text not null default '',  -- why nothing was captured
  check (outcome in ('captured', 'refunded', 'declined', 'closed')),
  check ((outcome in ('captured', 'refunded')) = (payment_id <> '')),
  check ((outcome in ('captured', 'refunded')) = (reason = '')),
  check (amount >= 0)
);
