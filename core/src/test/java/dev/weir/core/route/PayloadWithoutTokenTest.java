package dev.weir.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.message.Slice;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PayloadWithoutTokenTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "{'provision_token':'x'}|{}",
        "{'provision_token':'x','a':1}|{'a':1}",
        "{'a':1,'provision_token':'x'}|{'a':1}",
        "{ 'a':1 , 'provision_token' : 'x' , 'b':{'provision_token':2} }|{ 'a':1 , 'b':{'provision_token':2} }",
        "{'provision_token':1,'provision_token':{'z':[2]},'a':1}|{'a':1}",
        "{'a':1,'provision_token':1,'provision_token':2,'b':2}|{'a':1,'b':2}",
        "{'a':1,'provision_token':1,'b':2,'provision_token':2}|{'a':1,'b':2}",
        "{'\\u0070rovision_token':'x','a':1}|{'a':1}",
        "{'provision_token':null}|{}",
      })
  void cutsItOut(String payload, String expected) {
    assertThat(without(payload.replace('\'', '"'))).isEqualTo(expected.replace('\'', '"'));
  }

  @Test
  void whatHasNoneIsLeftAsItIs() {
    Slice payload = Slice.of("{\"a\":\"provision_token\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(new PayloadWithoutToken().of(payload)).isSameAs(payload);
  }

  @Test
  void ofASliceOnlyTheSlice() {
    byte[] bytes = "xx{\"provision_token\":1,\"a\":2}yy".getBytes(StandardCharsets.UTF_8);
    Slice cut = new PayloadWithoutToken().of(new Slice(bytes, 2, bytes.length - 4));
    assertThat(new String(cut.copy(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":2}");
  }

  private static String without(String payload) {
    Slice cut = new PayloadWithoutToken().of(Slice.of(payload.getBytes(StandardCharsets.UTF_8)));
    return new String(cut.copy(), StandardCharsets.UTF_8);
  }
}
