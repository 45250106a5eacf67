-- The opening stock. A relisting carries it again, in case it arrives before the first listing. Older products have their stock already.
alter table products add column opening_stock integer not null default 0 check (opening_stock >= 0);
