-- One row that readiness writes after a write has failed: whether the store can be written again.
create table write_probe (
  id integer not null primary key check (id = 1),
  at timestamptz not null
);
