-- Each lane counts refusals in rows of its own. In one row for all, every lane that refused something
-- in that minute would wait for the others' commits, made-up devices slowing everybody down. Who
-- reads sums them up.
alter table quarantine_counters_minute
  add column stream text collate "C" not null default '',
  drop constraint quarantine_counters_minute_pkey,
  add primary key (bucket_minute, tenant_id, reason, stream);
