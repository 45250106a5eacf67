-- The bus's own tables, made in every module's file. The PostgreSQL twin says what each column means.

create table outbox (
  id             text not null primary key,
  detail_type    text not null,
  subject        text not null,
  correlation_id text not null,
  envelope       text not null,
  published_at   text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  carried_until  text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now', '+30 seconds'))
);

create table inbox (
  event_id text not null,
  rule     text not null,
  heard_at text,
  due_at   text,
  dead_at  text,
  attempts integer not null default 0,
  envelope text,
  error    text,
  primary key (event_id, rule),
  check ((heard_at is not null) + (due_at is not null) + (dead_at is not null) = 1),
  check (heard_at is not null or envelope is not null)
);

create index inbox_due  on inbox (due_at)  where due_at  is not null;
create index inbox_dead on inbox (dead_at) where dead_at is not null;

create table archive (
  event_id       text not null primary key,
  detail_type    text not null,
  subject        text not null,
  correlation_id text not null,
  published_at   text not null,
  envelope       text not null
);

create index archive_subject on archive (subject);
