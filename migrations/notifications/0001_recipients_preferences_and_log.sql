-- Whom an order's events are told: kept by hearing Order Created, since later events do not name the country.
create table recipients (
  order_id    text not null primary key,
  customer_id text not null,
  email       text not null,
  country     text not null               -- ISO 3166-1 alpha-2; decides the language where the customer has not chosen one
);

-- What customers have chosen. Who is not here has chosen nothing: every channel, the country's language.
create table preferences (
  customer_id text    not null primary key,
  language    text,                       -- en, de, fr; null for the country's
  phone       text,                       -- E.164; null: no SMS
  email       boolean not null,           -- whether e-mail is wanted
  sms         boolean not null            -- whether SMS are wanted
);

-- What was sent to whom, one row a business key: order/what/channel.
create table notifications (
  id       text        not null primary key,
  order_id text        not null,
  about    text        not null,          -- order_created, …
  channel  text        not null,          -- email, sms, account_manager
  state    text        not null,          -- sending: begun by a channel that cannot tell repetitions; see Delivery.cs for the others
  address  text,                          -- where to, shortened; null where none is known
  language text,
  reason   text,                          -- why it was not sent, a stable code
  at       timestamptz not null,          -- when that became so
  check (state in ('sending', 'sent', 'skipped', 'failed', 'given_up')),
  check ((state in ('skipped', 'failed', 'given_up')) = (reason is not null))
);

-- for GET /ops/notifications?orderId=
create index notifications_of_order on notifications (order_id, id);
