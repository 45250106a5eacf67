-- Data protection keys of webhook secrets, used on PostgreSQL if no key folder is set. The format is ASP.NET's.
create table webhook_keys (
  xml     text        not null,
  made_at timestamptz not null
);
