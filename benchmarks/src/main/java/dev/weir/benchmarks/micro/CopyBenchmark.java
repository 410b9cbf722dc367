package dev.weir.benchmarks.micro;

import dev.weir.app.simulate.SimulatedMessage.Form;
import dev.weir.core.message.TelemetryMessage;
import dev.weir.timescale.copy.CopyEncoder;
import dev.weir.timescale.copy.TelemetryRow;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A batch's rows as the bytes of a COPY, beside binary rows by the JDK's streams, and text. */
@State(Scope.Thread)
@OperationsPerInvocation(Messages.BATCH)
public class CopyBenchmark {

  private static final long INCARNATION = 1;

  private final List<TelemetryMessage> messages = Messages.read(Messages.good(Form.NATIVE));
  private final CopyEncoder encoder = new CopyEncoder();

  @Benchmark
  public CopyEncoder copyEncoder() {
    encoder.begin();
    for (int i = 0; i < Messages.BATCH; i++) {
      TelemetryRow.write(encoder, messages.get(i), INCARNATION, i + 1);
    }
    encoder.end();
    return encoder;
  }

  @Benchmark
  public byte[] arrayRows() {
    return ArrayRows.encode(messages);
  }

  @Benchmark
  public byte[] textRows() {
    return TextRows.encode(messages);
  }
}
