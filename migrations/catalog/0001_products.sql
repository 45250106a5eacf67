-- What the shop sells. Prices are minor units (cents, pence); every product has one in each currency of the shop.

create table products (
  product_id  text    not null primary key,        -- PRD-…; lists are ordered by it
  name        text    not null,
  description text    not null,
  category    text    not null check (category = lower(category)),
  price_usd   bigint  not null check (price_usd > 0),
  price_eur   bigint  not null check (price_eur > 0),
  price_gbp   bigint  not null check (price_gbp > 0),
  revision    bigint  not null check (revision > 0),   -- grows with each change of the product; events carry it
  withdrawn   boolean not null,                        -- can no longer be bought, and is not listed

  -- Catalog's own copy of the stock that can be sold: the sum of what inventory has said so far. No check forbids less than zero,
  -- because a reservation may be heard before the delivery that made it possible.
  available   bigint  not null default 0,

  search_text text    not null                         -- name, description and category in lower case
);
