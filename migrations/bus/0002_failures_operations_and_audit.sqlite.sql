-- What failed, what people did about it, and the long work that they set going. The PostgreSQL twin says what each column means.

create table failures (
  event_id       text not null,
  rule           text not null,
  detail_type    text not null,
  subject        text not null,
  correlation_id text not null,
  cause          text not null,
  code           text not null,
  exhausted      text check (exhausted in ('MaximumRetryAttempts', 'MaximumEventAgeInSeconds')),
  redrives       integer not null default 0,
  abandoned_at   text,
  alert_due_at   text,
  discarded_at   text,
  primary key (event_id, rule)
);

create index failures_to_tell on failures (alert_due_at) where alert_due_at is not null;

create table tries (
  event_id  text    not null,
  rule      text    not null,
  attempt   integer not null,
  failed_at text    not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  error     text    not null,
  primary key (event_id, rule, attempt)
);

insert into failures (event_id, rule, detail_type, subject, correlation_id, cause, code)
select event_id, rule, envelope ->> '$.detail-type', coalesce(envelope ->> '$.detail.metadata.subject', ''),
       coalesce(envelope ->> '$.detail.metadata.correlationId', ''), substr(coalesce(error, 'unknown:'), 1, instr(coalesce(error, 'unknown:') || ':', ':') - 1), 'UNKNOWN'
  from inbox where dead_at is not null or (due_at is not null and attempts > 0);

create table operations (
  id            text    not null primary key,
  kind          text    not null check (kind in ('redrive', 'discard', 'replay', 'seed')),
  state         text    not null check (state in ('running', 'finished', 'cancelled', 'stopped')),
  filter        text    not null,
  actor         text    not null,
  rate          integer check (rate > 0),
  canary        integer not null default 0 check (canary >= 0),
  total         integer not null,
  done          integer not null default 0,
  failed        integer not null default 0,
  position      text    not null default '',
  reason        text,
  started_at    text    not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  changed_at    text    not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  ended_at      text,
  claimed_until text    not null default (strftime('%Y-%m-%d %H:%M:%f', 'now'))
);

create index operations_running on operations (claimed_until) where state = 'running';

create table trail (
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

create index trail_of_operation on trail (operation);

create table rules (
  name  text not null primary key,
  since text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now'))
);

create index archive_type on archive (detail_type, event_id);
create index archive_correlation on archive (correlation_id);
