-- What is known of each order's payment.
create table payments (
  order_id   text not null primary key,   -- the order; the business key of its one charge
  state      text not null,               -- see the table in Payment.cs
  payment_id text,                        -- the gateway's name for the charge; set when Payment Processed is said
  amount     bigint,                      -- minor units: what was asked for, then what was captured
  currency   text,                        -- ISO 4217
  reason     text,                        -- why it was declined
  check (state in ('requested', 'captured', 'declined', 'cancelled', 'refunding', 'refunded')),
  check (state not in ('captured', 'refunded') or payment_id is not null),
  check (payment_id is null or (amount is not null and currency is not null)),
  check (state <> 'declined' or reason is not null)
);

-- Which large orders have been reviewed for fraud: each once.
create table fraud_reviews (
  order_id text not null primary key,
  reasons  text not null                  -- why it was refused, a JSON array of sentences; [] when it passed
);

-- The sandbox provider's own ledger. It stands for something outside: nothing of the shop joins it or shares a transaction with it.
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
