package dev.weir.chaos.ledger;

/** What a body says, and what a quarantine has to keep of it, as functions of PostgreSQL's. */
final class SentBodies {

  /**
   * {@code payload}: of a good message. {@code kept_json}: of a refused one, the token masked; null
   * where it is none. {@code sent_text}: the payload's bytes as they were sent, one character each,
   * perhaps with the end of the envelope. {@code has_topic}: one that can be read; else nobody
   * knows whose the message is. {@code is_start}: whether bytes that were kept, up to the token,
   * are its first 8 KiB.
   */
  static final String FUNCTIONS =
      """
      create function pg_temp.payload(form text, body bytea) returns jsonb language sql immutable as
      $$ select case
        when form = 'NATIVE' or b->'payload' is null then b
        when jsonb_typeof(b->'payload') = 'string' then (b->>'payload')::jsonb
        else b->'payload' end
        from (select convert_from(body, 'UTF8')::jsonb b) $$;

      create function pg_temp.kept_json(form text, body bytea) returns jsonb
      language plpgsql immutable as
      $$ begin
        return regexp_replace(pg_temp.payload(form, body)::text,
          '("provision_token": )"[^"]*"', '\\1"***"', 'g')::jsonb;
      exception when data_exception or program_limit_exceeded then
        return null;
      end $$;

      create function pg_temp.has_topic(form text, body bytea) returns boolean
      language sql immutable as
      $$ select form = 'NATIVE' or case when pg_input_is_valid(b, 'jsonb') then b::jsonb ? 'topic'
          else false end
        from (select convert_from(body, 'LATIN1') b) bytes $$;

      create function pg_temp.sent_text(form text, body bytea) returns text
      language sql immutable as
      $$ select case
        when form = 'NATIVE' or not pg_temp.has_topic(form, body) then b
        when p like '"%' then replace(replace(substr(p, 2), '\\"', '"'), '\\\\', '\\')
        else p end
        from (select b, substr(b, position('"payload":' in b) + length('"payload":')) p
          from (select convert_from(body, 'LATIN1') b) bytes) parts $$;

      create function pg_temp.is_start(raw bytea, sent text) returns boolean
      language sql immutable as
      $$ select starts_with(sent, before_token)
          and length(r) >= least(8192, length(split_part(sent, 'provision_token', 1)) - 2)
        from (select r, split_part(r, 'provision_token', 1) before_token
          from (select convert_from(raw, 'LATIN1') r) bytes) parts $$
      """;

  private SentBodies() {}
}
