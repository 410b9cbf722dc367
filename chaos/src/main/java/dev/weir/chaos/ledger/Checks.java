package dev.weir.chaos.ledger;

import dev.weir.chaos.ledger.Findings.Kind;
import java.util.List;

/** What may be wrong with a message's place, as queries over {@link Places}. */
final class Checks {

  /** Each row that a check gives is a message it found wrong, by name. */
  record Check(Kind kind, String sql) {}

  private static final String NAME =
      """
      select format('message %s of load %s, %s/%s, %s seq %s: expected %s, row %s, events %s %s',
        idx, load, tenant_id, device_id, stream, stream_seq, expected, has_row, events, reason)
      from place where
      """;

  private static final String IS_READING = "time is not null and ";
  private static final String IS_REFUSAL = "time is null and ";

  static final List<Check> ALL =
      List.of(
          new Check(Kind.LOST, NAME + IS_READING + "not has_row and events = 0 and not removable"),
          new Check(Kind.LOST, NAME + IS_READING + "has_row and not same and known and events = 0"),
          new Check(Kind.LOST, NAME + IS_REFUSAL + "events = 0 and not removable"),
          new Check(Kind.DOUBLED, NAME + "events > 1"),
          new Check(Kind.DOUBLED, NAME + IS_READING + "has_row and same and events > 0"),
          new Check(
              Kind.DOUBLED,
              """
              select format('%s rows of %s/%s %s %s', count(*), tenant_id, device_id, time, no)
              from found group by tenant_id, device_id, time, no having count(*) > 1
              """),
          new Check(
              Kind.DOUBLED,
              """
              select format('event of nothing that was acknowledged: %s seq %s, %s',
                stream, stream_seq, reason)
              from refused q where not exists (select from ledger l where l.stream = q.stream
                and l.generation = q.generation and l.stream_seq = q.stream_seq)
              """),
          new Check(Kind.ALTERED, NAME + IS_READING + "has_row and not same and not known"),
          new Check(
              Kind.ALTERED,
              NAME
                  + """
                  events > 0 and case
                    when payload is not null then raw is not null
                      or payload is distinct from pg_temp.kept_json(form, body)
                    else raw is null or not pg_temp.is_start(raw, pg_temp.sent_text(form, body))
                    end
                  """),
          new Check(
              Kind.ALTERED,
              NAME
                  + """
                  events > 0 and position(
                    substring(convert_from(body, 'LATIN1') from 'provision_token[^0-9a-f]*([0-9a-f]{32})')
                    in coalesce(payload::text, convert_from(raw, 'LATIN1'))) > 0
                  """),
          new Check(Kind.MISPLACED, NAME + IS_READING + "not has_row and events > 0"),
          new Check(Kind.MISPLACED, NAME + IS_REFUSAL + "reason <> expected"),
          new Check(
              Kind.MISPLACED,
              NAME
                  + IS_READING
                  + "has_row and not same and events > 0 and reason <> 'DUPLICATE_KEY_CONFLICT'"),
          new Check(
              Kind.MISPLACED,
              """
              select format('row that nobody sent: %s/%s %s %s', tenant_id, device_id, time, no)
              from found f where not exists (select from reading r where r.tenant_id = f.tenant_id
                and r.device_id = f.device_id and r.time = f.time and r.no = f.no)
              """),
          new Check(
              Kind.MISPLACED,
              """
              select format('message %s of load %s is kept as %s/%s''s, not %s/%s''s', idx, load,
                event_tenant, event_device, tenant, device)
              from (select *, case when pg_temp.has_topic(form, body) then tenant_id end tenant,
                  case when pg_temp.has_topic(form, body) then device_id end device
                from place where events > 0) kept
              where event_tenant is distinct from tenant or event_device is distinct from device
              """),
          new Check(
              Kind.MISCOUNTED,
              """
              select format('%s of %s: %s were counted, %s are there', reason, tenant_id, c.cnt, e.cnt)
              from counted c full join (select tenant_id, reason, sum(events) cnt from refused
                where tenant_id is not null group by 1, 2) e using (tenant_id, reason)
              where c.cnt is distinct from e.cnt
              """),
          new Check(
              Kind.OUT_OF_ORDER,
              """
              select format('message %s of load %s, %s/%s, %s seq %s', idx, load, tenant_id,
                device_id, stream, stream_seq)
              from (select *, min(age) over (partition by stream, generation, tenant_id, device_id
                  order by stream_seq rows between unbounded preceding and 1 preceding) before
                from place where same and 1 = (select count(*) from reading r
                  where r.tenant_id = place.tenant_id and r.device_id = place.device_id
                  and r.time = place.time and r.no = place.no)) m
              where age > before
              """),
          new Check(
              Kind.OUT_OF_ORDER,
              """
              select format('row of %s/%s %s %s is a later message''s', tenant_id, device_id, time, no)
              from place where has_row and not same and known
                and not exists (select from place m where m.tenant_id = place.tenant_id
                  and m.device_id = place.device_id and m.time = place.time and m.no = place.no
                  and m.same and not exists (select from place o where o.tenant_id = m.tenant_id
                    and o.device_id = m.device_id and o.time = m.time and o.no = m.no
                    and not o.same and o.stream = m.stream and o.generation = m.generation
                    and o.stream_seq < m.stream_seq))
              """));

  private Checks() {}
}
