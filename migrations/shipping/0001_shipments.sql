-- One row an order, made by the first that is heard of it, Order Confirmed or Order Cancelled. It is what makes a repetition harmless.
create table shipments (
  order_id        text        not null primary key,
  shipment_id     text        not null,                -- SHP- and the order's 26 characters; the business key at the carrier
  customer_id     text        not null,
  email           text        not null,
  items           text        not null,                -- JSON: productId, quantity; [] when it was cancelled before it was heard to be confirmed
  address         text,                                -- JSON; null when it was cancelled before it was heard to be confirmed

  -- preparing: no carrier knows of it. booked: the carrier will collect it. shipped: he has. delivered: it is there.
  -- stopping: cancelled; the carrier is to be told, be it that he does not know of it yet. stopped: it is not delivered, or has come back.
  state           text        not null check (state in ('preparing', 'booked', 'shipped', 'delivered', 'stopping', 'stopped')),

  carrier         text,
  tracking_number text,
  tracking_url    text,
  booked_at       timestamptz,
  shipped_at      timestamptz,
  delivered_at    timestamptz,
  due_at          timestamptz,                         -- when the carrier is asked next; null when there is nothing more to ask
  check (state not in ('booked', 'shipped') or tracking_number is not null),
  check ((state in ('delivered', 'stopped')) = (due_at is null))
);

-- for asking the carrier
create index shipments_due on shipments (due_at) where due_at is not null;
