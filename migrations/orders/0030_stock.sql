-- Orders' copy of the available stock, for quotes, updated from inventory events. Separate from products, which every order reads and which
-- change rarely.
create table stock (
  product_id text   not null primary key,
  available  bigint,                                   -- null: unknown
  revision   bigint not null                           -- the inventory's; events with a smaller one are late
);

-- The stock of existing products is unknown until Inventory publishes it again.
insert into stock (product_id, available, revision) select product_id, null, 0 from products;
