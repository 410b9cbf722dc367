package dev.weir.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A result for programs: names in snake case, what is not known left out. */
public final class JsonFile {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .changeDefaultPropertyInclusion(value -> value.withValueInclusion(Include.NON_NULL))
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private JsonFile() {}

  /** Reads records as they were written. */
  public static <T> T read(Path file, Class<T> type) throws IOException {
    return JSON.readValue(Files.readString(file), type);
  }

  /** Writes records. */
  public static void write(Path file, Object figures) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(figures) + System.lineSeparator());
  }
}
