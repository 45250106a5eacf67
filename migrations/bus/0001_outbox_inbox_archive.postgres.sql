-- The bus's own tables, made in every module's schema.

create table outbox (
  id             uuid        primary key,     -- the event's id, a UUIDv7: ids sort by time
  detail_type    text        not null,
  subject        text        not null,
  correlation_id text        not null,
  envelope       text        not null,        -- the whole event, as EventBridge would deliver it
  published_at   timestamptz not null default clock_timestamp(),
  carried_until  timestamptz not null default clock_timestamp() + interval '30 seconds'
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

comment on table  outbox is 'Events published and not yet heard by every rule that matches. Rows are deleted by id when they have been, and move to archive.';
comment on column outbox.carried_until is 'Until then a process has the event in memory; later a sweep may take it.';

create table inbox (
  event_id uuid        not null,
  rule     text        not null,
  heard_at timestamptz,
  due_at   timestamptz,
  dead_at  timestamptz,
  attempts integer     not null default 0,
  envelope text,
  error    text,
  primary key (event_id, rule),
  check (num_nonnulls(heard_at, due_at, dead_at) = 1),
  check (heard_at is not null or envelope is not null)
);

comment on table  inbox is 'All that a module remembers of an event and a rule: heard, or to be tried again when due, or dead. Only the latter two keep the event.';
comment on column inbox.due_at is 'When it is tried again; while somebody tries it, when his lease ends.';
comment on column inbox.attempts is 'Tries that failed.';
comment on column inbox.error is 'What the last failed try said.';

-- for the retries, and for the dead letters
create index inbox_due  on inbox (due_at)  where due_at  is not null;
create index inbox_dead on inbox (dead_at) where dead_at is not null;

create table archive (
  event_id       uuid        primary key,     -- a UUIDv7: a range of ids is a range of time
  detail_type    text        not null,
  subject        text        not null,
  correlation_id text        not null,
  published_at   timestamptz not null,
  envelope       text        not null
);

comment on table archive is 'Every published event, once heard; append-only.';

-- for an order''s timeline
create index archive_subject on archive (subject);
