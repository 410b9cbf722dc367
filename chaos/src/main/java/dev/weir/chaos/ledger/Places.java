package dev.weir.chaos.ledger;

import dev.weir.chaos.ledger.Findings.Kind;
import java.util.List;

/** Where each message is, and what is wrong with that, as queries. */
final class Places {

  /** Each row that a check gives is a message it found wrong, by name. */
  record Check(Kind kind, String sql) {}

  /**
   * First the rows and events that count, then for each message its place. A reading may be sent
   * more than once: then any one of equal content may be the row.
   */
  static final String TABLES =
      """
      create temporary table found as
        select tenant_id, device_id, time, seq, site_id, metrics, age(xmin) age
        from telemetry where starts_with(tenant_id, '%s');
      create index on found (tenant_id, device_id, time, seq);
      create temporary table refused as
        select q.stream, i.generation, q.stream_seq, count(*) events, min(q.reason) reason,
          count(distinct q.reason) reasons,
          (array_agg(q.payload - 'provision_token' order by q.id))[1] payload
        from quarantine_events q left join incarnation i using (stream, incarnation)
        where q.id > %d group by 1, 2, 3;
      create index on refused (stream, generation, stream_seq);
      analyze found;
      analyze refused;
      create temporary table place as
        select l.load, l.idx, l.stream, l.generation, l.stream_seq, l.tenant_id, l.device_id,
          l.expected, l.form, l.body, r.time, r.seq,
          f.tenant_id is not null has_row,
          f.site_id = r.site_id and f.metrics = r.metrics same,
          exists (select from reading o where o.tenant_id = r.tenant_id
            and o.device_id = r.device_id and o.time = r.time and o.seq = r.seq
            and o.site_id = f.site_id and o.metrics = f.metrics) known,
          coalesce(q.events, 0) events, q.reason, q.reasons, q.payload, f.age,
          exists (select from removed x where x.stream = l.stream
            and x.generation = l.generation
            and l.stream_seq between x.from_seq and x.to_seq) removable
        from ledger l
        left join reading r using (load, idx)
        left join found f on f.tenant_id = r.tenant_id and f.device_id = r.device_id
          and f.time = r.time and f.seq = r.seq
        left join refused q on q.stream = l.stream and q.generation = l.generation
          and q.stream_seq = l.stream_seq;
      analyze place
      """;

  private static final String NAME =
      """
      select format('message %s of load %s, %s/%s, %s seq %s: expected %s, row %s, events %s %s',
        idx, load, tenant_id, device_id, stream, stream_seq, expected, has_row, events, reason)
      from place where
      """;

  private static final String IS_READING = "time is not null and ";
  private static final String IS_REFUSAL = "time is null and ";

  /** Messages that are nowhere because somebody removed them from the stream. */
  static final String REMOVED =
      "select count(*) from place where removable and events = 0 and not coalesce(has_row, false)";

  static final List<Check> CHECKS =
      List.of(
          new Check(Kind.LOST, NAME + IS_READING + "not has_row and events = 0 and not removable"),
          new Check(Kind.LOST, NAME + IS_READING + "has_row and not same and known and events = 0"),
          new Check(Kind.LOST, NAME + IS_REFUSAL + "events = 0 and not removable"),
          new Check(Kind.DOUBLED, NAME + "events > 1"),
          new Check(Kind.DOUBLED, NAME + IS_READING + "has_row and same and events > 0"),
          new Check(
              Kind.DOUBLED,
              """
              select format('%s rows of %s/%s %s %s', count(*), tenant_id, device_id, time, seq)
              from found group by tenant_id, device_id, time, seq having count(*) > 1
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
                  case when payload is null or expected = 'INVALID_JSON' then false
                    else payload is distinct from
                      pg_temp.payload(form, body) - 'provision_token' end
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
              select format('row that nobody sent: %s/%s %s %s', tenant_id, device_id, time, seq)
              from found f where not exists (select from reading r where r.tenant_id = f.tenant_id
                and r.device_id = f.device_id and r.time = f.time and r.seq = f.seq)
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
                  and r.time = place.time and r.seq = place.seq)) m
              where age > before
              """));

  private Places() {}
}
