-- Increases with each change of available; events carry it, so modules with a copy can tell which of two events is newer.
alter table stock add column revision bigint not null default 1 check (revision > 0);
