package dev.weir.timescale.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.timescale.Stage;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetentionIT {

  @ParameterizedTest
  @EnumSource(Stage.Kind.class)
  void dropsWhatIsPastItsRetentionAndNothingElse(Stage.Kind kind) {
    try (Stage stage = Stage.of(kind)) {
      for (int days : List.of(0, 2, 9, 11, 25, 200)) {
        stage.test.execute(
            ("insert into telemetry (time, tenant_id, device_id)"
                    + " values (now() - interval '%d days', 't', '%d')")
                .formatted(days, days));
      }
      new Upkeep(stage.database, new Retention(0, 0, 0, 0)).run();
      assertThat(devices(stage)).containsExactly("0", "2", "9", "11", "25", "200");
      new Upkeep(stage.database, new Retention(10, 0, 0, 0)).run();
      assertThat(devices(stage)).containsExactly("0", "2", "9");
      new Upkeep(stage.database, new Retention(10, 0, 0, 0)).run();
      assertThat(devices(stage)).containsExactly("0", "2", "9");
    }
  }

  private static List<String> devices(Stage stage) {
    return stage.test.rows("select device_id from telemetry order by time desc");
  }
}
