-- Products. Prices are in minor units (cents, pence); every product has a price in each currency of the shop.

create table products (
  product_id  text    not null primary key,        -- PRD-…; the default order of lists
  name        text    not null,
  description text    not null,
  category    text    not null check (category = lower(category)),
  price_usd   bigint  not null check (price_usd > 0),
  price_eur   bigint  not null check (price_eur > 0),
  price_gbp   bigint  not null check (price_gbp > 0),
  revision    bigint  not null check (revision > 0),   -- increases with each change; events carry it
  withdrawn   boolean not null,                        -- no longer on sale or listed

  -- The catalog's copy of the available stock, from Inventory's events. It may be negative, because a reservation may arrive before the
  -- replenishment that made it possible.
  available   bigint  not null default 0,

  search_text text    not null                         -- name, description and category in lower case
);
