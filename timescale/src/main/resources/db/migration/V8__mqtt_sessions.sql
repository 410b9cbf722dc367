-- Which taking of a session counts: raised by each, so that whoever had it before can be told from who has it now,
-- even within one process.
create sequence mqtt_session_epoch;

-- The sessions that bridges keep at the MQTT broker, each leased to one of them. What the broker keeps for a
-- session that nobody uses is lost when it expires, so whoever comes next takes it over.
create table mqtt_sessions (
  client_id   text collate "C" primary key,
  name        text collate "C" not null,
  number      integer not null check (number >= 0),
  -- The process that has it; null where it was given back.
  owner       text collate "C",
  epoch       bigint not null default nextval('mqtt_session_epoch'),
  lease_until timestamptz not null default now(),
  -- What it may be subscribed to: whoever takes it with other filters ends these.
  filters     text[] not null default '{}',
  unique (name, number)
);
