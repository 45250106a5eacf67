-- The low-stock threshold; 0 for none.
alter table stock add column threshold bigint not null default 0 check (threshold >= 0);

-- Operators' stock changes. A request repeated with the same key returns the stored row.
create table stock_changes (
  idempotency_key text        not null primary key,
  fingerprint     text        not null,                -- SHA-256 of the request
  product_id      text        not null,
  change          bigint      not null,                -- change of the available quantity
  reason          text        not null,                -- the operator's reason
  operator        text        not null,
  changed_at      timestamptz not null,
  available       bigint      not null,                -- after the change, like the next two
  reserved        bigint      not null,
  threshold       bigint      not null
);

-- When the reservation was created; null for older rows, which do not expire.
alter table reservations add column created_at timestamptz;
-- The order was confirmed: the reservation no longer expires.
alter table reservations add column confirmed boolean not null default false;
-- Released because the order was neither confirmed nor cancelled in time.
alter table reservations add column expired boolean not null default false;

-- for finding expired reservations; shipped, released and confirmed ones leave the index
create index reservations_to_expire on reservations (created_at) where state = 'reserved' and not confirmed;
