-- Grows with each change of what can be sold, and is told with it: who keeps a copy knows which of two events is the newer.
alter table stock add column revision bigint not null default 1 check (revision > 0);
