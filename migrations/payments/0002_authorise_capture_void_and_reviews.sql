-- Payments are authorised first, captured on shipment, and voided on cancellation before that. SQLite cannot alter a check, so the tables are
-- recreated.
create table payments_now (
  order_id   text not null primary key,   -- the order, and the business key of its only payment
  state      text not null,               -- see the table in Payment.cs
  payment_id text,                        -- the gateway's id; set when Payment Processed is published
  amount     bigint,                      -- minor units: requested, then authorised
  currency   text,                        -- ISO 4217
  captured_amount bigint,                 -- minor units: captured; set when Payment Captured is published
  reason     text,                        -- why it was declined
  refunds    text not null default '[]',  -- JSON: partial refunds by return id, and whether they are done
  check (state in ('requested', 'authorised', 'captured', 'declined', 'cancelled', 'refunding', 'voided', 'refunded')),
  check (state not in ('authorised', 'captured', 'voided', 'refunded') or payment_id is not null),
  check (state not in ('captured', 'refunded') or captured_amount is not null),
  check (state <> 'voided' or captured_amount is null),
  check (payment_id is null or (amount is not null and currency is not null)),
  check (state <> 'declined' or reason is not null)
);

-- Payments charged before this were captured at once.
insert into payments_now (order_id, state, payment_id, amount, currency, captured_amount, reason)
select order_id, state, payment_id, amount, currency, case when payment_id is not null then amount end, reason from payments;
drop table payments;
alter table payments_now rename to payments;

-- An unclear review waits for an operator.
alter table fraud_reviews add column verdict text not null default 'passed'
  check (verdict in ('passed', 'refused', 'unclear', 'closed'));           -- closed: the order was cancelled before the decision
alter table fraud_reviews add column customer_id text not null default '';
alter table fraud_reviews add column country     text not null default '';   -- destination country
alter table fraud_reviews add column total       bigint not null default 0;  -- minor units
alter table fraud_reviews add column currency    text not null default '';
alter table fraud_reviews add column reviewed_at timestamptz;
alter table fraud_reviews add column decided_by  text;                       -- the operator
alter table fraud_reviews add column decided_at  timestamptz;
update fraud_reviews set verdict = 'refused' where reasons <> '[]';

-- for GET /ops/payments/reviews
create index fraud_reviews_unclear on fraud_reviews (order_id) where verdict = 'unclear';
-- for the rule on how often a customer places large orders
create index fraud_reviews_of_customer on fraud_reviews (customer_id, reviewed_at);

create table sandbox_charges_now (
  business_key text not null primary key,
  outcome      text not null,             -- authorised, captured, voided, refunded (captured before), declined, closed (cancelled before it was authorised)
  payment_id   text not null default '',
  amount       bigint not null default 0, -- minor units authorised
  currency     text not null default '',
  reason       text not null default '',  -- why nothing was authorised
  check (outcome in ('authorised', 'captured', 'voided', 'refunded', 'declined', 'closed')),
  check ((outcome in ('authorised', 'captured', 'voided', 'refunded')) = (payment_id <> '')),
  check ((outcome in ('declined', 'closed')) = (reason <> '')),
  check (amount >= 0)
);
insert into sandbox_charges_now select business_key, outcome, payment_id, amount, currency, reason from sandbox_charges;
drop table sandbox_charges;
alter table sandbox_charges_now rename to sandbox_charges;

-- The sandbox's partial refunds, each once.
create table sandbox_refunds (
  refund_key   text   not null primary key,
  business_key text   not null,
  amount       bigint not null check (amount > 0)   -- minor units
);
create index sandbox_refunds_of_charge on sandbox_refunds (business_key);
