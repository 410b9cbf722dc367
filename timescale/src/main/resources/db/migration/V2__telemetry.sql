-- The readings, as a hypertable where TimescaleDB is there and wanted, else partitioned by day.
-- The choice is made here once, recorded, and kept: a table cannot become the other kind later.

do $$
declare
  wanted text := '${timescale}';  -- auto | on | off
  there boolean;
  home name;
begin
  -- Creating the extension on a server that has not preloaded it would end this very session;
  -- the loader, once preloaded, defines settings of its own.
  there := wanted <> 'off'
    and exists (select from pg_available_extensions where name = 'timescaledb')
    and current_setting('timescaledb.disable_load', true) is not null;

  if there and not exists (select from pg_extension where extname = 'timescaledb') then
    begin
      create extension timescaledb;
    exception when others then
      raise warning 'TimescaleDB is there, but could not be created: %', sqlerrm;
      there := false;
    end;
  end if;
  if wanted = 'on' and not there then
    raise exception 'TimescaleDB is wanted, but this server cannot give it: install it, preload it '
      'through shared_preload_libraries, and let this user create the extension';
  end if;

  execute $ddl$
    create table telemetry (
      time               timestamptz not null default now(),
      tenant_id          text collate "C" not null,
      device_id          text collate "C" not null,
      site_id            text not null default '',
      msg_type           text collate "C" not null default 'telemetry',
      seq                bigint,
      metrics            jsonb not null default '{}',
      -- The reading's place in the stream: its identity where the device gave it no seq, else null.
      origin_incarnation bigint,
      origin_seq         bigint
    )
  $ddl$ || case when there then '' else 'partition by range (time)' end;

  if there then
    select n.nspname into home
      from pg_extension e join pg_namespace n on n.oid = e.extnamespace
      where e.extname = 'timescaledb';
    execute format(
      'select %1$I.create_hypertable(%2$L, %1$I.by_range(%3$L, %4$L::interval),'
      ' create_default_indexes => false)',
      home, 'telemetry', 'time', '${chunk_interval}');
  else
    -- No row is ever refused for its date.
    create table telemetry_default partition of telemetry default;
  end if;

  insert into installation values
    ('telemetry_storage', case when there then 'hypertable' else 'partitions' end);
end
$$;

-- One index for both jobs: it is the identity of a reading, and it finds a device's readings in
-- order of time. A second one on time alone would cost every insert and serve no query of ours.
create unique index telemetry_identity on telemetry
  (tenant_id, device_id, time, msg_type, seq, origin_incarnation, origin_seq)
  nulls not distinct;
