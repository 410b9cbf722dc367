package dev.weir.jetstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts as acknowledged, and what does not. */
class PublishReplyTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'stream':'T','seq':7}                 | Stored[acknowledgement=Acknowledgement[stream=T, seq=7, duplicate=false]]",
        "{'stream':'T','seq':7,'duplicate':true}| Stored[acknowledgement=Acknowledgement[stream=T, seq=7, duplicate=true]]",
        "{'stream':'T','seq':0,'duplicate':true}| InProcess[]",
        "{'stream':'T','duplicate':true}        | InProcess[]",
        "{'error':{'code':409,'err_code':10158,'description':'in process'}}| InProcess[]",
        "{'error':{'code':503,'err_code':10077,'description':'full'}}| Refused[reason=full]",
        "{'error':{'code':503}}                 | Refused[reason=without a reason]",
        "[                                      | Refused[reason=an answer that is not JetStream's]"
      },
      quoteCharacter = '"')
  void onlyASequenceSaysThatAMessageIsStored(String json, String reply) {
    assertThat(PublishReply.parse(json.replace('\'', '"').getBytes(UTF_8))).hasToString(reply);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'stream':'ROUTES', 'seq':7}                   | true",
        "{'stream':'ROUTES', 'seq':7,'duplicate': true} | true",
        "{'stream':'R', 'domain':'d', 'seq':12}         | true",
        "{'stream':'R', 'seq':0,'duplicate': true}      | false",
        "{'stream':'R', 'seq':                          | false",
        "{'stream':'R', 'seq':'7'}                      | false",
        "{'error':{'code':503},'stream':'R','seq':7}    | false",
        "{'stream'                                      | false",
      },
      quoteCharacter = '"')
  void whatIsPlainlyStoredIsNotParsed(String json, boolean stored) {
    byte[] bytes = ("x" + json.replace('\'', '"') + "8").getBytes(UTF_8);
    assertThat(PublishReply.isPlainlyStored(bytes, 1, bytes.length - 1)).isEqualTo(stored);
  }
}
