-- A product that is listed again tells how many the warehouse began with, in case that its first listing is heard only afterwards.
-- Of products from before this it is long known.
alter table products add column opening_stock integer not null default 0 check (opening_stock >= 0);
