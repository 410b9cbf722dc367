-- Tells listeners on channel weir_changes what to look up again, whoever changed it and how:
-- 'device:acme/pump-1', 'tenant:acme', …, or 'device:all' where a statement changed more than 100.

-- Arguments: the kind, an expression for the key, and the columns whose change matters. Rows that
-- an update leaves equal in those are passed over: device_registry also takes locations from the
-- hot path, and every notice costs a lock of the whole cluster at commit.
create function weir_notify() returns trigger language plpgsql as $$
declare
  kind text := tg_argv[0];
  watched text := tg_argv[2];
  changed text;
  keys text[];
begin
  changed := case tg_op
    when 'INSERT' then format('select %s from new_rows', watched)
    when 'DELETE' then format('select %s from old_rows', watched)
    when 'UPDATE' then format(
      '(select %1$s from new_rows except all select %1$s from old_rows) union all '
      '(select %1$s from old_rows except all select %1$s from new_rows)', watched)
  end;
  if changed is not null then
    execute format(
      'select array_agg(key) from (select distinct %s as key from (%s) c limit 101) k',
      tg_argv[1], changed) into keys;
  end if;

  -- A truncation shows no rows; a payload may have 8,000 bytes.
  if tg_op = 'TRUNCATE' or cardinality(keys) > 100
    or exists (select from unnest(keys) key where octet_length(key) > 1000) then
    perform pg_notify('weir_changes', kind || ':all');
  else
    perform pg_notify('weir_changes', kind || ':' || key) from unnest(keys) key;
  end if;
  return null;
end
$$;

do $$
declare
  source record;
  event record;
begin
  for source in select * from (values
    ('tenants', 'tenant', 'tenant_id', 'tenant_id, status'),
    ('subscriptions', 'subscription', 'tenant_id',
      'tenant_id, subscription_id, subscription_type, device_limit, term_start, term_end, status'),
    ('device_registry', 'device', 'tenant_id || ''/'' || device_id',
      'tenant_id, device_id, site_id, status, provision_token_hash, subscription_id'),
    ('device_certificates', 'certificate', 'tenant_id || ''/'' || device_id',
      'tenant_id, device_id, fingerprint_sha256, common_name, status, not_before, not_after'),
    ('message_routes', 'route', 'tenant_id',
      'tenant_id, id, name, topic_filter, destination_type, destination_config, payload_filter,'
      ' is_enabled'),
    ('app_settings', 'setting', 'key', 'key, value'),
    ('tenant_settings', 'tenant_setting', 'tenant_id', 'tenant_id, key, value')
  ) as t (name, kind, key, watched)
  loop
    for event in select * from (values
      ('insert', 'referencing new table as new_rows'),
      ('update', 'referencing old table as old_rows new table as new_rows'),
      ('delete', 'referencing old table as old_rows'),
      ('truncate', '')
    ) as e (name, transition)
    loop
      execute format(
        'create trigger weir_notify_%1$s after %1$s on %2$I %3$s'
        ' for each statement execute function weir_notify(%4$L, %5$L, %6$L)',
        event.name, source.name, event.transition, source.kind, source.key, source.watched);
    end loop;
  end loop;
end
$$;
