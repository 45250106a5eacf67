-- Products can be relisted and renamed: name and listing have their own catalog revision, so that a late event changes nothing.
alter table products add column named_revision bigint not null default 0;
alter table products add column listed_revision bigint not null default 0;

-- A withdrawal is newer than the prices known at that time.
update products set named_revision = revision, listed_revision = case when withdrawn then revision + 1 else revision end;
