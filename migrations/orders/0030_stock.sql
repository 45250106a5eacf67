-- Orders' own copy of how many of a product can be sold, for quotes: kept by hearing the inventory. Beside the products, which are read with every
-- order and change seldom.
create table stock (
  product_id text   not null primary key,
  available  bigint,                                   -- null: not known yet
  revision   bigint not null                           -- the inventory's; events with a smaller one are late
);

-- Of products that are known already nothing is known until the inventory speaks of them again.
insert into stock (product_id, available, revision) select product_id, null, 0 from products;
