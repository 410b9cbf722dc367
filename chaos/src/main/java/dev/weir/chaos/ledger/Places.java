package dev.weir.chaos.ledger;

/** Where each message is, as temporary tables. */
final class Places {

  /**
   * First the rows and events that count, then for each message its place. A reading may be sent
   * more than once: then any one of equal content may be the row.
   */
  static final String TABLES =
      """
      create temporary table found as
        select t.tenant_id, t.device_id, t.time, t.msg_type, t.site_id, t.metrics, age(t.xmin) age,
          coalesce(t.seq::text, format('%%s/%%s/%%s', i.stream, i.generation, t.origin_seq)) no
        from telemetry t left join incarnation i on i.incarnation = t.origin_incarnation
        where starts_with(t.tenant_id, '%1$s');
      create index on found (tenant_id, device_id, time, no);
      create temporary table refused as
        select q.stream, i.generation, q.stream_seq, count(*) events, min(q.reason) reason,
          (array_agg(q.payload order by q.id))[1] payload, (array_agg(q.raw order by q.id))[1] raw,
          (array_agg(q.tenant_id order by q.id))[1] tenant_id,
          (array_agg(q.device_id order by q.id))[1] device_id
        from quarantine_events q left join incarnation i using (stream, incarnation)
        where q.id > %2$d group by 1, 2, 3;
      create index on refused (stream, generation, stream_seq);
      create temporary table counted as
        select tenant_id, reason, sum(cnt) cnt from quarantine_counters_minute
        where starts_with(tenant_id, '%1$s') group by 1, 2;
      analyze found;
      analyze refused;
      create temporary table place as
        select l.load, l.idx, l.stream, l.generation, l.stream_seq, l.tenant_id, l.device_id,
          l.expected, l.form, l.body, r.time, r.no,
          f.tenant_id is not null has_row,
          f.site_id = r.site_id and f.metrics = r.metrics and f.msg_type = 'telemetry' same,
          exists (select from reading o where o.tenant_id = r.tenant_id
            and o.device_id = r.device_id and o.time = r.time and o.no = r.no
            and o.site_id = f.site_id and o.metrics = f.metrics and f.msg_type = 'telemetry') known,
          coalesce(q.events, 0) events, q.reason, q.payload, q.raw,
          q.tenant_id event_tenant, q.device_id event_device, f.age,
          exists (select from removed x where x.stream = l.stream
            and x.generation = l.generation
            and l.stream_seq between x.from_seq and x.to_seq) removable
        from ledger l
        left join reading r using (load, idx)
        left join found f on f.tenant_id = r.tenant_id and f.device_id = r.device_id
          and f.time = r.time and f.no = r.no
        left join refused q on q.stream = l.stream and q.generation = l.generation
          and q.stream_seq = l.stream_seq;
      create index on place (tenant_id, device_id, time, no);
      analyze place
      """;

  /** Messages that are nowhere because somebody removed them from the stream. */
  static final String REMOVED =
      "select count(*) from place where removable and events = 0 and not coalesce(has_row, false)";

  private Places() {}
}
