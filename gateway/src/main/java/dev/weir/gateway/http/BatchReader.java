package dev.weir.gateway.http;

import static dev.weir.core.verdict.RejectReason.INVALID_JSON;

import dev.weir.core.json.JsonScanner;
import dev.weir.core.json.JsonToken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes a batch's body apart: {@code {"messages":[…]}}. Used once. */
final class BatchReader {

  static final int MAX_MESSAGES = 100;

  private final JsonScanner scanner = new JsonScanner();
  private final byte[] body;

  private @Nullable String tenantId;
  private @Nullable String deviceId;
  private @Nullable String msgType;

  BatchReader(byte[] body) {
    this.body = body;
    scanner.reset(body, 0, body.length, JsonScanner.MAX_DEPTH);
  }

  /** The messages in their order; of two lists of them the last counts, as everywhere. */
  List<BatchItem> read() throws RequestRefusedException {
    List<BatchItem> items = null;
    if (expect(scanner.next()) != JsonToken.OBJECT_START) {
      throw invalid("the batch is not an object");
    }
    while (expect(scanner.next()) == JsonToken.KEY) {
      boolean isMessages = scanner.string().valueEquals("messages");
      JsonToken value = expect(scanner.next());
      if (isMessages && value == JsonToken.ARRAY_START) {
        items = items();
      } else if (isMessages) {
        throw invalid("messages is not an array");
      } else {
        scanner.skip(value);
      }
    }
    expect(scanner.next()); // the end, or something that follows the object
    if (items == null || items.isEmpty()) {
      throw invalid("messages is missing or empty, 1 to " + MAX_MESSAGES + " allowed");
    }
    return items;
  }

  private List<BatchItem> items() throws RequestRefusedException {
    List<BatchItem> items = new ArrayList<>();
    for (JsonToken value = expect(scanner.next());
        value != JsonToken.ARRAY_END;
        value = expect(scanner.next())) {
      if (items.size() == MAX_MESSAGES) {
        throw invalid("messages has more than " + MAX_MESSAGES + " items");
      }
      items.add(item(value));
    }
    return items;
  }

  private BatchItem item(JsonToken first) throws RequestRefusedException {
    int from = scanner.tokenStart();
    tenantId = null;
    deviceId = null;
    msgType = null;
    if (first == JsonToken.OBJECT_START) {
      while (expect(scanner.next()) == JsonToken.KEY) {
        member();
      }
    } else {
      scanner.skip(first);
    }
    return new BatchItem(
        Topics.of(tenantId, deviceId, msgType), Arrays.copyOfRange(body, from, scanner.tokenEnd()));
  }

  private void member() throws RequestRefusedException {
    boolean isTenant = scanner.string().valueEquals("tenant_id");
    boolean isDevice = scanner.string().valueEquals("device_id");
    boolean isType = scanner.string().valueEquals("msg_type");
    JsonToken value = expect(scanner.next());
    if (isTenant) {
      tenantId = text(value);
    } else if (isDevice) {
      deviceId = text(value);
    } else if (isType) {
      msgType = text(value);
    }
    scanner.skip(value);
  }

  private @Nullable String text(JsonToken value) {
    return value == JsonToken.STRING ? scanner.string().value() : null;
  }

  private JsonToken expect(JsonToken token) throws RequestRefusedException {
    if (token == JsonToken.ERROR) {
      throw invalid("the batch is not JSON: " + scanner.error());
    }
    return token;
  }

  private static RequestRefusedException invalid(String detail) {
    return new RequestRefusedException(Problem.of(400, INVALID_JSON.name(), detail));
  }
}
