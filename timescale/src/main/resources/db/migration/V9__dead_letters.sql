-- A dead letter is known by its delivery: one that fails again after a replay is the same letter.
alter table dead_letter_messages
  -- null in rows that others wrote
  add column delivery_id text collate "C",
  -- the payload where jsonb cannot hold it
  add column raw         bytea,
  add column replays     integer not null default 0,
  add column failed_at   timestamptz not null default now();

create unique index dead_letter_messages_by_delivery on dead_letter_messages (delivery_id);
create index dead_letter_messages_failed on dead_letter_messages (tenant_id) where status = 'FAILED';

-- Every letter that was written, and every one that was not because its tenant had too many. By who
-- wrote it (a stream's lane, or 'delivery'), so that lanes do not wait for each other.
create table dead_letter_counters (
  tenant_id text   collate "C" not null,
  source    text   collate "C" not null,
  stored    bigint not null default 0,
  dropped   bigint not null default 0,
  primary key (tenant_id, source)
);

-- What may be shown of a route's destination.
create function weir_without_secrets(config jsonb) returns jsonb
  language sql immutable parallel safe
  return case when jsonb_typeof(config) <> 'object' then '{}'::jsonb else
    (config - 'secret' - 'previous_secret' - 'password' - 'headers')
    || case when jsonb_typeof(config -> 'headers') = 'object' then
         jsonb_build_object('headers', coalesce(
           (select jsonb_object_agg(name, '***') from jsonb_object_keys(config -> 'headers') as h (name)),
           '{}'::jsonb))
       else '{}'::jsonb end
    || case when config ->> 'url' ~ '//[^/?#]*@' then
         jsonb_build_object('url', regexp_replace(config ->> 'url', '//[^/?#]*@', '//***@'))
       else '{}'::jsonb end
    || case when config ->> 'broker_url' ~ '//[^/?#]*@' then
         jsonb_build_object('broker_url', regexp_replace(config ->> 'broker_url', '//[^/?#]*@', '//***@'))
       else '{}'::jsonb end
  end;
