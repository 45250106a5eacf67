-- The bus's own tables, in every module's schema.

create table outbox (
  id             uuid        primary key,     -- the event's id, a UUIDv7: ids sort by time
  detail_type    text        not null,
  subject        text        not null,
  correlation_id text        not null,
  envelope       text        not null,        -- the whole event, as EventBridge would deliver it
  published_at   timestamptz not null default clock_timestamp(),
  leased_until   timestamptz not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

comment on table  outbox is 'Published events that some rule has not handled yet. When every matching rule has, the row moves to archive.';
comment on column outbox.leased_until is 'Until then the process that published the event has it in memory; later the sweep may claim it.';

create table inbox (
  event_id         uuid        not null,
  rule             text        not null,
  state            text        not null,
  attempts         integer     not null default 0,
  handled_at       timestamptz,
  next_attempt_at  timestamptz,
  dead_lettered_at timestamptz,
  leased_until     timestamptz,
  prepared         boolean     not null default false,
  envelope         text,
  error            text,
  constraint inbox_key primary key (event_id, rule),
  constraint inbox_state_is_known check (state in ('handled', 'pending', 'calling', 'dead_lettered')),
  constraint inbox_times_fit_the_state check (
    (handled_at is not null) = (state = 'handled') and (next_attempt_at is not null) = (state = 'pending')
    and (dead_lettered_at is not null) = (state = 'dead_lettered') and (leased_until is null or state in ('pending', 'calling'))
    and (leased_until is not null or state <> 'calling')),
  constraint inbox_stores_what_is_not_handled check (state = 'handled' or envelope is not null)
);

comment on table  inbox is 'What became of each event at each rule. Every row but a handled one stores the event.';
comment on column inbox.state is 'handled; pending: the next attempt is due at next_attempt_at; calling: the external call is in flight; dead_lettered: no attempt is left.';
comment on column inbox.attempts is 'Attempts that failed.';
comment on column inbox.prepared is 'What precedes an external call is committed: a retry begins with the call.';
comment on column inbox.next_attempt_at is 'When the next attempt is due.';
comment on column inbox.leased_until is 'While a process works at a pending or calling message: when another may claim it.';
comment on column inbox.error is 'The last failed attempt''s error.';

-- for the retry scheduler, and for dead letters
create index inbox_due  on inbox (coalesce(leased_until, next_attempt_at)) where state in ('pending', 'calling');
create index inbox_dead on inbox (dead_lettered_at) where state = 'dead_lettered';

create table archive (
  event_id       uuid        primary key,     -- a UUIDv7: a range of ids is a range of time
  detail_type    text        not null,
  subject        text        not null,
  correlation_id text        not null,
  published_at   timestamptz not null,
  envelope       text        not null
);

comment on table archive is 'Every published event, once every rule has handled it; append-only.';

-- for an order''s timeline
create index archive_subject on archive (subject);
