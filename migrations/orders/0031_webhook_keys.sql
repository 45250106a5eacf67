-- What the secrets of webhooks are protected with, where no folder is set for it and the store is not the embedded one. ASP.NET's own form.
create table webhook_keys (
  xml     text        not null,
  made_at timestamptz not null
);
