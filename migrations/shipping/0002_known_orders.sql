-- The orders that exist, from Order Created: an order without parcels is told from no order.
create table orders (
  order_id text not null primary key
);

insert into orders (order_id) select order_id from shipments;
