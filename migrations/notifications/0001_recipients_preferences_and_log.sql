-- Recipients per order, saved from Order Created, because later events lack the country.
create table recipients (
  order_id    text not null primary key,
  customer_id text not null,
  email       text not null,
  country     text not null               -- ISO 3166-1 alpha-2; decides the language where the customer has not chosen one
);

-- Customers' preferences. A customer without a row gets every channel, in the country's language.
create table preferences (
  customer_id text    not null primary key,
  language    text,                       -- en, de, fr; null: the country's
  phone       text,                       -- E.164; null: no SMS
  email       boolean not null,           -- whether to send e-mail
  sms         boolean not null            -- whether to send SMS
);

-- Notifications and their results, one row per business key: order/subject/channel.
create table notifications (
  id       text        not null primary key,
  order_id text        not null,
  about    text        not null,          -- order_created, …
  channel  text        not null,          -- email, sms, account_manager
  state    text        not null,          -- sending: begun on a channel without duplicate detection; see SendResult.cs for the others
  address  text,                          -- the address, shortened; null if unknown
  language text,
  reason   text,                          -- why it was not sent, a stable code
  at       timestamptz not null,          -- when it reached this state
  check (state in ('sending', 'sent', 'skipped', 'failed', 'given_up')),
  check ((state in ('skipped', 'failed', 'given_up')) = (reason is not null))
);

-- for GET /ops/notifications?orderId=
create index notifications_of_order on notifications (order_id, id);
