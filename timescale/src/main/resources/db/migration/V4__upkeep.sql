-- What the service may do to the shape of the data although it owns none of it: make partitions
-- ahead of time and drop what is past its retention. Each runs as the owner, with a fixed search
-- path, within bounds of its own, and waits for no lock longer than its lock_timeout.

-- The schema of TimescaleDB's functions; null where telemetry is no hypertable.
create function weir_timescale_schema() returns name
language sql stable
set search_path = ${flyway:defaultSchema}, pg_temp
as $$
  select n.nspname
    from installation i, pg_extension e join pg_namespace n on n.oid = e.extnamespace
    where i.key = 'telemetry_storage' and i.value = 'hypertable' and e.extname = 'timescaledb'
$$;

-- Makes the daily partitions that are missing from days_back ago to days_ahead from now (UTC), and
-- moves into them what the default partition holds of those days. Returns how many it made.
create function weir_make_partitions(days_back integer, days_ahead integer) returns integer
language plpgsql security definer
set search_path = ${flyway:defaultSchema}, pg_temp
set lock_timeout = '2s'
as $$
declare
  today timestamp := date_trunc('day', now() at time zone 'UTC');
  day timestamp;
  part name;
  made integer := 0;
begin
  if days_back not between 0 and 366 or days_ahead not between 0 and 366 then
    raise exception 'days_back and days_ahead go from 0 to 366' using errcode = '22023';
  end if;
  if weir_timescale_schema() is not null then
    return 0;
  end if;
  for day in
    select d from generate_series(
      today - make_interval(days => days_back), today + make_interval(days => days_ahead),
      interval '1 day') d
    where to_regclass('telemetry_' || to_char(d, 'YYYYMMDD')) is null
  loop
    if made = 0 then
      -- In the order in which an insert takes them. Nobody then inserts into the default partition
      -- while its rows move, and whoever makes partitions too has to wait, and finds them made.
      lock table telemetry in share update exclusive mode;
      lock table only telemetry_default in access exclusive mode;
    end if;
    part := 'telemetry_' || to_char(day, 'YYYYMMDD');
    continue when to_regclass(part) is not null;
    execute format('create table %I (like telemetry including all)', part);
    execute format(
      'with moved as (delete from telemetry_default where time >= $1 and time < $2 returning *)'
      ' insert into %I select * from moved', part)
      using day at time zone 'UTC', (day + interval '1 day') at time zone 'UTC';
    execute format(
      'alter table telemetry attach partition %I for values from (%L) to (%L)', part,
      day at time zone 'UTC', (day + interval '1 day') at time zone 'UTC');
    made := made + 1;
  end loop;
  return made;
end
$$;

-- Drops the chunks or partitions that end at or before the cutoff, and deletes what the default
-- partition holds from before it. Returns how many chunks or partitions went.
create function weir_drop_before(cutoff timestamptz) returns integer
language plpgsql security definer
set search_path = ${flyway:defaultSchema}, pg_temp
set lock_timeout = '2s'
as $$
declare
  part name;
  dropped integer := 0;
begin
  if cutoff is null or cutoff > now() - interval '1 day' then
    raise exception 'nothing younger than a day is dropped' using errcode = '22023';
  end if;
  if weir_timescale_schema() is not null then
    execute format('select count(*) from %I.drop_chunks(%L::regclass, older_than => $1)',
      weir_timescale_schema(), 'telemetry') into dropped using cutoff;
    return dropped;
  end if;
  for part in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'telemetry'::regclass and c.relname ~ '^telemetry_[0-9]{8}$'
      and (to_date(right(c.relname, 8), 'YYYYMMDD') + 1)::timestamp at time zone 'UTC' <= cutoff
    order by 1
  loop
    execute format('drop table %I', part);
    dropped := dropped + 1;
  end loop;
  delete from telemetry_default where time < cutoff;
  return dropped;
end
$$;

-- Keeps readings for a number of days; 0 keeps them for ever. TimescaleDB's Community edition gets
-- a policy that its own scheduler follows; elsewhere this drops what is due, so it is to be called
-- from time to time. Returns how many chunks or partitions went at once.
create function weir_apply_retention(days integer) returns integer
language plpgsql security definer
set search_path = ${flyway:defaultSchema}, pg_temp
as $$
declare
  home name := weir_timescale_schema();
  wanted interval := make_interval(days => days);
  found interval;
begin
  if days is null or days < 0 then
    raise exception 'retention is a number of days, 0 for ever' using errcode = '22023';
  end if;
  -- Found at run time: an installation may change its edition.
  if home is not null and current_setting('timescaledb.license', true) = 'timescale' then
    select (config ->> 'drop_after')::interval into found from timescaledb_information.jobs
      where proc_name = 'policy_retention' and hypertable_schema = current_schema
        and hypertable_name = 'telemetry';
    if found is distinct from nullif(wanted, interval '0') then
      execute format('select %I.remove_retention_policy(%L::regclass, if_exists => true)',
        home, 'telemetry');
      if days > 0 then
        execute format('select %I.add_retention_policy(%L::regclass, drop_after => $1)',
          home, 'telemetry') using wanted;
      end if;
    end if;
    return 0;
  end if;
  return case when days = 0 then 0 else weir_drop_before(now() - wanted) end;
end
$$;

revoke execute on function weir_make_partitions, weir_drop_before, weir_apply_retention from public;
