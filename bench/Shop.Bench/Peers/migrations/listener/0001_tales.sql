-- What the listener of the replay's benchmark remembers.

create table tales (
  tale_id text    not null primary key,
  number  integer not null
);
