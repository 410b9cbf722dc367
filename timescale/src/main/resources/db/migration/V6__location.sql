-- When a device was at the place that device_registry has of it. It stands beside the last-seen
-- times, in a row that is rewritten all the time anyway: a device that stays where it is must not
-- cost the registry a write for every reading, and an older reading must not move it back.
alter table device_state add column location_at timestamptz;
