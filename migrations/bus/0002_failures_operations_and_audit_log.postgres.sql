-- What failed, what operators did about it, and the long-running operations that they started. While nothing fails, nothing is written here.

create table failures (
  event_id           uuid    not null,
  rule               text    not null,
  detail_type        text    not null,
  subject            text    not null,
  correlation_id     text    not null,
  cause              text    not null,        -- exception type and first own frame: dead letters are grouped by it
  code               text    not null,        -- ERROR_CODE, as EventBridge has it
  exhausted          text    check (exhausted in ('MaximumRetryAttempts', 'MaximumEventAgeInSeconds')),
  redrives           integer not null default 0,
  parked_at          timestamptz,
  alert_due_at       timestamptz,
  alert_leased_until timestamptz,
  discarded_at       timestamptz,
  primary key (event_id, rule)
);

comment on table  failures is 'One row for each message that has failed at least once. The inbox knows its present state.';
comment on column failures.exhausted is 'Which limit ended its attempts; null while attempts are left, or when a retry cannot help.';
comment on column failures.redrives is 'How often the dead-letter processor has redriven it.';
comment on column failures.parked_at is 'When it failed permanently: the bus publishes Event Delivery Failed and alerts operators once.';
comment on column failures.alert_due_at is 'Since when an alert is due; null when none is.';
comment on column failures.alert_leased_until is 'While a process sends the alert: when another may.';
comment on column failures.discarded_at is 'When an operator discarded it: the inbox has it as handled.';

-- for the alerts
create index failures_to_alert on failures (coalesce(alert_leased_until, alert_due_at)) where alert_due_at is not null;

create table attempts (
  event_id  uuid        not null,
  rule      text        not null,
  attempt   integer     not null,
  failed_at timestamptz not null default clock_timestamp(),
  error     text        not null,             -- the chain of exceptions, one a line, redacted
  primary key (event_id, rule, attempt)
);

create table operations (
  id           uuid        primary key,       -- a UUIDv7: ids sort by time
  kind         text        not null check (kind in ('redrive', 'discard', 'replay')),
  state        text        not null check (state in ('running', 'finished', 'cancelled', 'stopped')),
  filter       text        not null,          -- JSON: what it works through
  actor        text        not null,
  rate         integer     check (rate > 0),  -- items a second at most; null for no limit
  canary       integer     not null default 0 check (canary >= 0),
  total        bigint      not null,
  done         bigint      not null default 0,
  failed       bigint      not null default 0,
  cursor       text        not null default '',
  reason       text,
  started_at   timestamptz not null default clock_timestamp(),
  changed_at   timestamptz not null default clock_timestamp(),
  ended_at     timestamptz,
  leased_until timestamptz not null default clock_timestamp()
);

comment on table  operations is 'Long-running work on this module''s dead letters or archive that an operator started.';
comment on column operations.canary is 'How many items come first, the rest only when these were handled; 0 for none.';
comment on column operations.cursor is 'The last item that is done: where the operation continues after a crash.';
comment on column operations.reason is 'Why it stopped.';
comment on column operations.leased_until is 'Until then a process works at it; later another may continue it.';

-- for a process that looks for work
create index operations_running on operations (leased_until) where state = 'running';

create table audit_log (
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

comment on table audit_log is 'Which operator did what, when, and what it changed; append-only.';

create index audit_log_of_operation on audit_log (operation);

create table rule_registrations (
  name  text        primary key,
  since timestamptz not null default clock_timestamp()
);

comment on table rule_registrations is 'When each rule was first started here: it need not have handled what was published before.';

-- for searches
create index archive_type on archive (detail_type, event_id);
create index archive_correlation on archive (correlation_id);
-- for purges: small, since rows arrive in the order of time
create index archive_published on archive using brin (published_at);
create index inbox_handled on inbox using brin (handled_at);
