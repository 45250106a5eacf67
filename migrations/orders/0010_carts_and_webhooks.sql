-- Shopping carts. The id grants access.
create table carts (
  id          text        not null primary key,        -- CRT- and 26 random characters
  customer_id text,                                    -- null: a guest's cart
  currency    text        not null check (currency in ('USD', 'EUR', 'GBP')),
  lines       text        not null,                    -- JSON: productId, quantity; current prices apply
  order_id    text,                                    -- the order it was checked out as
  created_at  timestamptz not null,
  changed_at  timestamptz not null,
  expires_at  timestamptz not null,                    -- deleted then
  version     integer     not null check (version > 0)
);

-- for purging expired carts
create index carts_by_expiry on carts (expires_at);

-- Customers' webhooks, called when their orders change.
create table webhooks (
  id          text        not null primary key,        -- WHK- and 26 random characters
  customer_id text        not null,
  url         text        not null,
  events      text        not null,                    -- JSON: the subscribed types; empty for all
  secret      text        not null,                    -- signs each delivery; shown to the customer once
  created_at  timestamptz not null,
  ended_at    timestamptz                              -- the receiver answered 410 Gone
);

-- for queueing deliveries, and for GET /v1/webhooks?customerId=
create index webhooks_of_customer on webhooks (customer_id, id);

-- Webhook deliveries and their attempts.
create table webhook_deliveries (
  id           text        not null primary key,       -- WHD- and 26 characters; sorts by time
  webhook_id   text        not null,
  message_id   text        not null,                   -- the header webhook-id: the same for redeliveries
  event_type   text        not null,
  order_id     text,
  body         text        not null,                   -- JSON, sent byte for byte
  created_at   timestamptz not null,
  state        text        not null check (state in ('Pending', 'Delivered', 'Failed')),
  attempts      integer     not null check (attempts >= 0),
  last_attempts text        not null,                   -- JSON: when, status or error, milliseconds; the latest twenty
  redelivers   text,                                   -- the delivery that this one repeats
  version      integer     not null check (version > 0)
);

-- for GET /v1/webhooks/{id}/deliveries
create index webhook_deliveries_of_webhook on webhook_deliveries (webhook_id, id);
-- for purging old deliveries
create index webhook_deliveries_by_time on webhook_deliveries (created_at);
