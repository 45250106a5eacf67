-- The bus's own tables, in every module's file. The PostgreSQL twin says what each column means.

create table outbox (
  id             text not null primary key,
  detail_type    text not null,
  subject        text not null,
  correlation_id text not null,
  envelope       text not null,
  published_at   text not null default (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  leased_until   text not null
);

create table inbox (
  event_id         text    not null,
  rule             text    not null,
  state            text    not null,
  attempts         integer not null default 0,
  handled_at       text,
  next_attempt_at  text,
  dead_lettered_at text,
  leased_until     text,
  prepared         integer not null default false,
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

create index inbox_due  on inbox (coalesce(leased_until, next_attempt_at)) where state in ('pending', 'calling');
create index inbox_dead on inbox (dead_lettered_at) where state = 'dead_lettered';

create table archive (
  event_id       text not null primary key,
  detail_type    text not null,
  subject        text not null,
  correlation_id text not null,
  published_at   text not null,
  envelope       text not null
);

create index archive_subject on archive (subject);
