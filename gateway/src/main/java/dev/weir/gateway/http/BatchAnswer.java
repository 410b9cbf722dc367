package dev.weir.gateway.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of the messages of a batch, in the order of the request. */
record BatchAnswer(long accepted, long rejected, List<Result> results) {

  /**
   * What became of one message.
   *
   * @param reason null where it was accepted; so is {@code detail}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Result(int index, String status, @Nullable String reason, @Nullable String detail) {

    static Result of(int index, @Nullable Problem problem) {
      return problem == null
          ? new Result(index, "accepted", null, null)
          : new Result(index, "rejected", problem.reason(), problem.detail());
    }
  }

  static BatchAnswer of(List<Result> results) {
    long rejected = results.stream().filter(result -> result.reason() != null).count();
    return new BatchAnswer(results.size() - rejected, rejected, results);
  }
}
