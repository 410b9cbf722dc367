package dev.weir.benchmarks.micro;

import dev.weir.app.simulate.SimulatedMessage.Form;
import dev.weir.core.json.JsonScanner;
import dev.weir.core.json.JsonToken;
import dev.weir.core.message.Envelope;
import dev.weir.core.payload.MessageReader;
import dev.weir.core.verdict.Verdict;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.JsonNode;

/** From a message's bytes to its verdict, beside a tree by Jackson; and the JSON alone. */
@State(Scope.Thread)
public class ParserBenchmark {

  @Param Form form = Form.NATIVE;

  private final MessageReader reader = new MessageReader();
  private final TreeReader treeReader = new TreeReader();
  private final JsonScanner scanner = new JsonScanner();
  private List<Envelope> envelopes = List.of();
  private int next;

  @Setup
  public void makeMessages() {
    envelopes = Messages.good(form);
  }

  @Benchmark
  public Verdict messageReader() {
    return reader.read(next(), Messages.SETTINGS);
  }

  @Benchmark
  public Verdict treeReader() {
    return treeReader.read(next(), Messages.SETTINGS);
  }

  @Benchmark
  public int scannerAlone() {
    byte[] body = next().body();
    scanner.reset(body, 0, body.length, JsonScanner.MAX_DEPTH);
    int tokens = 0;
    for (JsonToken token = scanner.next();
        token != JsonToken.END && token != JsonToken.ERROR;
        token = scanner.next()) {
      tokens++;
    }
    return tokens;
  }

  @Benchmark
  public JsonNode treeAlone() {
    return treeReader.tree(next());
  }

  private Envelope next() {
    next = (next + 1) % envelopes.size();
    return envelopes.get(next);
  }
}
