-- When the device was at the location that it told last: an older reading that comes late moves
-- nobody back. It is here and not beside the location in device_registry, for this row is rewritten
-- anyway: the registry's only when the device has moved.
alter table device_state add column location_at timestamptz;
