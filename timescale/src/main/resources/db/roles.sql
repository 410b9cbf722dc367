-- Two group roles without login, for logins of the operator's own:
--   weir_service  all that the service does, and neither ALTER, TRUNCATE nor DROP of anything
--   weir_reader   reads everything but token hashes and the secrets of routes
-- Run after every migration, so that grants follow the tables, and a role that could not be made
-- once is served the next time. Roles belong to the cluster: several databases may get here at once.
do $$
declare
  role name;
  secret record;
begin
  foreach role in array array['weir_service', 'weir_reader'] loop
    if exists (select from pg_roles where rolname = role) then
      continue;
    end if;
    begin
      execute format('create role %I nologin', role);
    exception
      when duplicate_object or unique_violation then
        null;
      when insufficient_privilege then
        raise warning 'role % is not there and this user may not make it: a superuser can'
          ' (CREATE ROLE % NOLOGIN), then migrate again', role, role;
    end;
  end loop;

  if exists (select from pg_roles where rolname = 'weir_service') then
    begin
      execute format('grant temporary on database %I to weir_service', current_database());
    exception when insufficient_privilege then
      raise warning 'this user may not grant TEMPORARY on the database to weir_service';
    end;
    grant usage on schema ${schema} to weir_service;
    grant select on ${history}, installation to weir_service;
    grant select, insert on telemetry to weir_service;
    grant select, insert, update on ingest_lanes to weir_service;
    grant select, insert, update, delete on
      tenants, subscriptions, device_registry, device_certificates, device_state,
      app_settings, tenant_settings, ingest_members, quarantine_events,
      quarantine_counters_minute, quarantine_quota_minute, quarantine_replays, message_routes,
      dead_letter_messages, dead_letter_counters, mqtt_sessions
      to weir_service;
    grant usage on sequence lane_incarnation, mqtt_session_epoch to weir_service;
    grant execute on function weir_make_partitions, weir_drop_before, weir_apply_retention,
      weir_without_secrets
      to weir_service;
  end if;

  if exists (select from pg_roles where rolname = 'weir_reader') then
    grant usage on schema ${schema} to weir_reader;
    grant select on
      ${history}, installation, telemetry, tenants, subscriptions, device_certificates,
      device_state, app_settings, tenant_settings, ingest_lanes, ingest_members,
      quarantine_counters_minute, quarantine_quota_minute, quarantine_replays,
      dead_letter_messages, dead_letter_counters, mqtt_sessions
      to weir_reader;
    for secret in
      select table_name, string_agg(quote_ident(column_name), ', ') as others
        from information_schema.columns
        where table_schema = current_schema
          and table_name in ('device_registry', 'quarantine_events', 'message_routes')
          and column_name not in ('provision_token_hash', 'token_sha256', 'destination_config')
        group by table_name
    loop
      execute format('grant select (%s) on %I to weir_reader', secret.others, secret.table_name);
    end loop;
  end if;
end
$$;
