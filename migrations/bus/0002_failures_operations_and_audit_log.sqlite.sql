-- What failed, what operators did about it, and the long-running operations that they started. The PostgreSQL twin says what each column means.

create table failures (
  event_id           text not null,
  rule               text not null,
  detail_type        text not null,
  subject            text not null,
  correlation_id     text not null,
  cause              text not null,
  code               text not null,
  exhausted          text check (exhausted in ('MaximumRetryAttempts', 'MaximumEventAgeInSeconds')),
  redrives           integer not null default 0,
  parked_at          text,
  alert_due_at       text,
  alert_leased_until text,
  discarded_at       text,
  primary key (event_id, rule)
);

create index failures_to_alert on failures (coalesce(alert_leased_until, alert_due_at)) where alert_due_at is not null;

create table attempts (
  event_id  text    not null,
  rule      text    not null,
  attempt   integer not null,
  failed_at text    not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  error     text    not null,
  primary key (event_id, rule, attempt)
);

create table operations (
  id           text    not null primary key,
  kind         text    not null check (kind in ('redrive', 'discard', 'replay')),
  state        text    not null check (state in ('running', 'finished', 'cancelled', 'stopped')),
  filter       text    not null,
  actor        text    not null,
  rate         integer check (rate > 0),
  canary       integer not null default 0 check (canary >= 0),
  total        integer not null,
  done         integer not null default 0,
  failed       integer not null default 0,
  cursor       text    not null default '',
  reason       text,
  started_at   text    not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  changed_at   text    not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  ended_at     text,
  leased_until text    not null default (strftime('%Y-%m-%d %H:%M:%f', 'now'))
);

create index operations_running on operations (leased_until) where state = 'running';

create table audit_log (
  id        text not null primary key,
  at        text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  actor     text not null,
  action    text not null,
  operation text,
  event_id  text,
  rule      text,
  before    text,
  after     text
);

create index audit_log_of_operation on audit_log (operation);

create table rule_registrations (
  name  text not null primary key,
  since text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now'))
);

create index archive_type on archive (detail_type, event_id);
create index archive_correlation on archive (correlation_id);
