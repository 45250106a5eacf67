-- The peers' stock: what is not reserved, and what is.

create table stock (
  product_id integer not null primary key,
  available  integer not null check (available >= 0),
  reserved   integer not null check (reserved >= 0)
);
