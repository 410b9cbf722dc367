package dev.weir.timescale.admin;

import dev.weir.timescale.copy.CopyEncoder;
import dev.weir.timescale.database.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Registers many devices at once. Rows go in chunks, each in a transaction of its own: after a
 * failure the chunks before it stand, and the whole may be imported again.
 */
public final class DeviceImport {

  /**
   * A row, checked by whoever read it.
   *
   * @param siteId null for a device of any site
   * @param tokenHash SHA-256 of its provision token, lower-case hex; null leaves a token that is
   *     set as it is
   */
  public record Row(
      String tenantId, String deviceId, @Nullable String siteId, @Nullable String tokenHash) {

    @Override
    public String toString() {
      return "Row[%s/%s]".formatted(tenantId, deviceId);
    }
  }

  /** Rows by what came of them; of a device that comes twice the last row counts. */
  public record Result(long inserted, long updated, long unchanged) {

    Result plus(Result other) {
      return new Result(
          inserted + other.inserted, updated + other.updated, unchanged + other.unchanged);
    }
  }

  private static final int CHUNK_ROWS = 10_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String PREPARE =
      """
      set local client_min_messages = error;
      create temporary table if not exists weir_device_import_1 (
        position             integer not null,
        tenant_id            text collate "C" not null,
        device_id            text collate "C" not null,
        site_id              text,
        provision_token_hash text
      ) on commit delete rows
      """;

  private static final String COPY =
      """
      copy pg_temp.weir_device_import_1
        (position, tenant_id, device_id, site_id, provision_token_hash)
      from stdin (format binary)
      """;

  /** A row that is updated carries the number of this very transaction in xmax, a new one none. */
  private static final String UPSERT =
      """
      with latest as (
        select distinct on (tenant_id, device_id) *
        from pg_temp.weir_device_import_1 order by tenant_id, device_id, position desc),
      written as (
        insert into device_registry as r (tenant_id, device_id, site_id, provision_token_hash)
        select tenant_id, device_id, site_id, provision_token_hash from latest
        order by tenant_id, device_id
        on conflict (tenant_id, device_id) do update
        set site_id = excluded.site_id,
          provision_token_hash = coalesce(excluded.provision_token_hash, r.provision_token_hash),
          updated_at = now()
        where r.site_id is distinct from excluded.site_id
          or r.provision_token_hash is distinct from
            coalesce(excluded.provision_token_hash, r.provision_token_hash)
        returning xmax = 0 as is_new)
      select count(*) filter (where is_new), count(*) filter (where not is_new) from written
      """;

  private final Database database;
  private final CopyEncoder encoder = new CopyEncoder();

  public DeviceImport(Database database) {
    this.database = database;
  }

  /**
   * Imports all rows.
   *
   * @throws dev.weir.core.store.StoreException where a chunk failed; those before it stand
   */
  public Result run(Iterator<Row> rows) {
    Result result = new Result(0, 0, 0);
    while (rows.hasNext()) {
      int count = encode(rows);
      result =
          result.plus(
              database.transaction(
                  "importing devices", PATIENCE, connection -> upsert(connection, count)));
    }
    return result;
  }

  private int encode(Iterator<Row> rows) {
    int count = 0;
    encoder.begin();
    while (rows.hasNext() && count < CHUNK_ROWS) {
      Row row = rows.next();
      encoder.row(5);
      encoder.int4(count++);
      encoder.text(row.tenantId());
      encoder.text(row.deviceId());
      encoder.text(row.siteId());
      encoder.text(row.tokenHash());
    }
    encoder.end();
    return count;
  }

  private Result upsert(Connection connection, int count) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(PREPARE);
      encoder.send(connection, COPY);
      ResultSet row = statement.executeQuery(UPSERT);
      row.next();
      long inserted = row.getLong(1);
      long updated = row.getLong(2);
      return new Result(inserted, updated, count - inserted - updated);
    }
  }
}
