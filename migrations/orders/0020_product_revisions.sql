-- A withdrawn product may be listed again, and a product be given another name: each is kept with the catalog's revision that it is of, so that
-- a late event changes nothing.
alter table products add column named_revision bigint not null default 0;
alter table products add column listed_revision bigint not null default 0;

-- A withdrawal is later than the prices that were known then.
update products set named_revision = revision, listed_revision = case when withdrawn then revision + 1 else revision end;
