-- One row per order, inserted by whichever arrives first, Order Confirmed or Order Cancelled. It makes repeated events harmless.
create table shipments (
  order_id        text        not null primary key,
  shipment_id     text        not null,                -- SHP- and the order's 26 characters; the business key at the carrier
  customer_id     text        not null,
  email           text        not null,
  items           text        not null,                -- JSON: productId, quantity; [] when Order Cancelled arrived first
  address         text,                                -- JSON; null when Order Cancelled arrived first

  -- preparing: not booked yet. booked: the carrier will collect it. shipped: collected. delivered: delivered.
  -- stopping: cancelled; to be stopped at the carrier, even if not booked yet. stopped: it will not be delivered, or has come back.
  state           text        not null check (state in ('preparing', 'booked', 'shipped', 'delivered', 'stopping', 'stopped')),

  carrier         text,
  tracking_number text,
  tracking_url    text,
  booked_at       timestamptz,
  shipped_at      timestamptz,
  delivered_at    timestamptz,
  due_at          timestamptz,                         -- the next poll of the carrier; null when finished
  check (state not in ('booked', 'shipped') or tracking_number is not null),
  check ((state in ('delivered', 'stopped')) = (due_at is null))
);

-- for polling the carrier
create index shipments_due on shipments (due_at) where due_at is not null;
