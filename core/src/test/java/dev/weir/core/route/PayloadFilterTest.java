package dev.weir.core.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.core.message.Slice;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PayloadFilterTest {

  private static final String PAYLOAD =
      """
      {"site_id":"s1","seq":7,"temp_c":1,"flag":false,"none":null,"provision_token":"t",
       "metrics":{"temp_c":80.5,"ok":true,"name":"pump","big":9007199254740993,"huge":1e400,
         "one":1.0,"\\u0061b":"c"},
       "deep":{"x":1},"list":[1]}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | true",
        "{'temp_c':{'$gt':80}} | true",
        "{'temp_c':{'$gt':80.5}} | false",
        "{'temp_c':{'$gte':80.5}} | true",
        "{'temp_c':{'$lt':81}} | true",
        "{'temp_c':{'$lt':80.5}} | false",
        "{'temp_c':{'$lte':80.50}} | true",
        "{'temp_c':{'$gt':80,'$lt':90}} | true",
        "{'temp_c':{'$gt':80,'$lt':80.2}} | false",
        "{'temp_c':80.5,'site_id':'s1'} | true",
        "{'temp_c':80.5,'site_id':'s2'} | false",
        "{'temp_c':1} | false",
        "{'one':1} | true",
        "{'one':{'$eq':1.00}} | true",
        "{'big':9007199254740992} | false",
        "{'big':9007199254740993} | true",
        "{'huge':{'$gt':1e399}} | true",
        "{'ok':true} | true",
        "{'ok':{'$ne':true}} | false",
        "{'ok':1} | false",
        "{'flag':false} | true",
        "{'name':{'$in':['a','pump']}} | true",
        "{'name':{'$in':[]}} | false",
        "{'seq':{'$in':[6,7.0]}} | true",
        "{'name':{'$gt':'pum'}} | true",
        "{'name':{'$lt':'q'}} | true",
        "{'name':{'$gt':1}} | false",
        "{'seq':{'$gt':'1'}} | false",
        "{'ok':{'$gt':0}} | false",
        "{'missing':{'$ne':1}} | true",
        "{'missing':{'$exists':false}} | true",
        "{'missing':{'$gt':1}} | false",
        "{'missing':{'$in':[1]}} | false",
        "{'none':{'$exists':true}} | false",
        "{'none':{'$ne':1}} | true",
        "{'deep':{'$exists':true}} | true",
        "{'deep':{'$ne':1}} | true",
        "{'list':1} | false",
        "{'metrics':{'$exists':true}} | true",
        "{'ab':'c'} | true",
        "{'x':{'$exists':true}} | false",
      })
  void holds(String filter, boolean expected) {
    assertThat(PayloadFilter.parse(filter.replace('\'', '"')).matches(slice(PAYLOAD)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | must be a JSON object",
        "{'a':1 | must be JSON",
        "{'a':1}x | must be JSON",
        "{'a':null} | must compare a with a number, a string or a boolean",
        "{'a':[1]} | must compare a with",
        "{'a':{}} | must say what a is to be",
        "{'a':{'$lt':true}} | must compare a by $lt with a number or a string",
        "{'a':{'$in':1}} | must have an array for $in of a",
        "{'a':{'$in':[{}]}} | must compare a with",
        "{'a':{'$exists':1}} | must have true or false for $exists of a",
        "{'a':{'$regex':'x'}} | has the unknown operator $regex",
        "{'$and':[]} | has $and where the name of a member must be",
        "{'provision_token':'x'} | must not ask for provision_token",
        "{'a':1,'a':2} | has a twice",
        "{'':1} | must have names of 1 to 128 characters",
      })
  void noFilter(String filter, String what) {
    assertThatThrownBy(() -> PayloadFilter.parse(filter.replace('\'', '"')))
        .isInstanceOf(InvalidRouteException.class)
        .hasMessageStartingWith("payload_filter " + what);
  }

  @Test
  void bounds() {
    String values = "1,".repeat(100) + "1";
    assertThatThrownBy(() -> PayloadFilter.parse("{\"a\":{\"$in\":[" + values + "]}}"))
        .hasMessage("payload_filter must have at most 100 values for $in of a");
    assertThatThrownBy(() -> PayloadFilter.parse("{\"a\":\"" + "x".repeat(8_192) + "\"}"))
        .hasMessage("payload_filter must have at most 8192 bytes");
    StringBuilder members = new StringBuilder("{\"m\":1");
    for (int i = 0; i < 32; i++) {
      members.append(",\"m").append(i).append("\":1");
    }
    assertThatThrownBy(() -> PayloadFilter.parse(members + "}"))
        .hasMessage("payload_filter must have at most 32 members");
  }

  @Test
  void theLastOfTwoCounts() {
    PayloadFilter filter = PayloadFilter.parse("{\"a\":2}");
    assertThat(filter.matches(slice("{\"a\":1,\"a\":2}"))).isTrue();
    assertThat(filter.matches(slice("{\"a\":2,\"a\":null}"))).isFalse();
    assertThat(filter.matches(slice("{\"metrics\":{\"a\":2},\"metrics\":{}}"))).isFalse();
    assertThat(filter.matches(slice("{\"a\":2,\"metrics\":{\"a\":null}}"))).isTrue();
  }

  @Test
  void textGoesByCodePoints() {
    PayloadFilter filter = PayloadFilter.parse("{\"a\":{\"$gt\":\"\uFFFD\"}}");
    assertThat(filter.matches(slice("{\"a\":\"\uD83D\uDE00\"}"))).isTrue();
    assertThat(filter.matches(slice("{\"a\":\"\uFFFC\"}"))).isFalse();
  }

  private static Slice slice(String json) {
    return Slice.of(json.getBytes(StandardCharsets.UTF_8));
  }
}
