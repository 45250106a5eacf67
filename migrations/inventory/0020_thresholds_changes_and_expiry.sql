-- Stock is low when fewer can be sold than this; 0 for products that nobody watches.
alter table stock add column threshold bigint not null default 0 check (threshold >= 0);

-- What operators changed. The key makes a repeated request harmless: it is answered from here.
create table stock_changes (
  idempotency_key text        not null primary key,
  fingerprint     text        not null,                -- SHA-256 of the request
  product_id      text        not null,
  change          bigint      not null,                -- how many more can be sold; below zero: fewer
  reason          text        not null,                -- in the operator's words
  operator        text        not null,
  changed_at      timestamptz not null,
  available       bigint      not null,                -- as it became, and so do the next two
  reserved        bigint      not null,
  threshold       bigint      not null
);

-- When the order was first heard of; unknown of those from before this, which do not expire.
alter table reservations add column created_at timestamptz;
-- The order was confirmed: it is to be shipped, however long that takes.
alter table reservations add column confirmed boolean not null default false;
-- Given back without a cancellation, because nothing more was heard of the order.
alter table reservations add column expired boolean not null default false;

-- for finding what has expired; what is shipped, released or confirmed leaves it
create index reservations_to_expire on reservations (created_at) where state = 'reserved' and not confirmed;
