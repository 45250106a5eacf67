-- What failed, what people did about it, and the long work that they set going. Nothing here is written while nothing fails.

create table failures (
  event_id       uuid    not null,
  rule           text    not null,
  detail_type    text    not null,
  subject        text    not null,
  correlation_id text    not null,
  cause          text    not null,            -- exception type and first own frame: dead letters are grouped by it
  code           text    not null,            -- ERROR_CODE, as EventBridge has it
  exhausted      text    check (exhausted in ('MaximumRetryAttempts', 'MaximumEventAgeInSeconds')),
  redrives       integer not null default 0,
  abandoned_at   timestamptz,
  alert_due_at   timestamptz,
  discarded_at   timestamptz,
  primary key (event_id, rule)
);

comment on table  failures is 'One row a letter that has failed at least once. Whether it is heard, due or dead now, the inbox knows.';
comment on column failures.exhausted is 'Which limit ended its tries; null while there are tries left, or when trying again could not help.';
comment on column failures.redrives is 'How often the dead-letter processor has put it back.';
comment on column failures.abandoned_at is 'When it was given up for good: its subject is told, and operations once.';
comment on column failures.alert_due_at is 'When operations are to be told of it; while somebody tells, when his lease ends; null when there is nothing to tell.';
comment on column failures.discarded_at is 'When an operator decided that it is not to be handled: the inbox has it as heard.';

-- for the escalation
create index failures_to_tell on failures (alert_due_at) where alert_due_at is not null;

create table tries (
  event_id  uuid        not null,
  rule      text        not null,
  attempt   integer     not null,
  failed_at timestamptz not null default clock_timestamp(),
  error     text        not null,             -- the chain of exceptions, one a line, redacted
  primary key (event_id, rule, attempt)
);

insert into failures (event_id, rule, detail_type, subject, correlation_id, cause, code)
select event_id, rule, envelope::jsonb ->> 'detail-type', coalesce(envelope::jsonb #>> '{detail,metadata,subject}', ''),
       coalesce(envelope::jsonb #>> '{detail,metadata,correlationId}', ''), split_part(coalesce(error, 'unknown'), ':', 1), 'UNKNOWN'
  from inbox where dead_at is not null or (due_at is not null and attempts > 0);

create table operations (
  id            uuid        primary key,      -- a UUIDv7: ids sort by time
  kind          text        not null check (kind in ('redrive', 'discard', 'replay', 'seed')),
  state         text        not null check (state in ('running', 'finished', 'cancelled', 'stopped')),
  filter        text        not null,         -- JSON: what it works through, and how
  actor         text        not null,
  rate          integer     check (rate > 0), -- a second at the most; null for as fast as it goes
  canary        integer     not null default 0 check (canary >= 0),
  total         bigint      not null,
  done          bigint      not null default 0,
  failed        bigint      not null default 0,
  position      text        not null default '',
  reason        text,
  started_at    timestamptz not null default clock_timestamp(),
  changed_at    timestamptz not null default clock_timestamp(),
  ended_at      timestamptz,
  claimed_until timestamptz not null default clock_timestamp()
);

comment on table  operations is 'Long work on this module''s letters or archive that somebody set going.';
comment on column operations.canary is 'So many are done first, and the rest only when these were heard; 0 when there is nothing to wait for.';
comment on column operations.position is 'The last that is done: where it goes on after a crash.';
comment on column operations.reason is 'Why it stopped.';
comment on column operations.claimed_until is 'Until then a process works at it; later another may go on.';

-- for whoever looks for work
create index operations_running on operations (claimed_until) where state = 'running';

create table trail (
  id        uuid        primary key,          -- a UUIDv7: ids sort by time
  at        timestamptz not null default clock_timestamp(),
  actor     text        not null,
  action    text        not null,
  operation uuid,
  event_id  uuid,
  rule      text,
  before    text,                             -- JSON
  after     text                              -- JSON
);

comment on table trail is 'Who did what, when, and what it changed; append-only.';

create index trail_of_operation on trail (operation);

create table rules (
  name  text        primary key,
  since timestamptz not null default clock_timestamp()
);

comment on table rules is 'When each rule was first started here: what was said before it did not have to hear.';

-- for looking things up
create index archive_type on archive (detail_type, event_id);
create index archive_correlation on archive (correlation_id);
-- for forgetting what is old: as cheap to keep as it is small, since rows come in the order of time
create index archive_published on archive using brin (published_at);
create index inbox_heard on inbox using brin (heard_at);
