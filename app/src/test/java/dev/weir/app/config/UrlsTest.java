package dev.weir.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The forms of URL that a database and a broker can be named by. */
final class UrlsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          postgres://u:p@h:1/d                          | //h:1/d                         | u | p
          postgresql://u:p@h/d                          | //h:5432/d                      | u | p
          POSTGRES://u:p@h/d                            | //h:5432/d                      | u | p
          postgres://u@h/d                              | //h:5432/d                      | u | ''
          postgres://u:@h/d                             | //h:5432/d                      | u | ''
          postgres://u:p@h                              | //h:5432/u                      | u | p
          postgres://u:p@h/                             | //h:5432/u                      | u | p
          postgres://u:p@h?sslmode=require              | //h:5432/u?sslmode=require      | u | p
          postgres://u:p@[::1]:6/d                      | //[::1]:6/d                     | u | p
          postgres://u:p@[fe80::1%eth0]/d               | //[fe80::1%eth0]:5432/d         | u | p
          postgres://u:p@h1:1,h2/d                      | //h1:1,h2:5432/d                | u | p
          postgres://u%40x:p%2F%3a%25+%C3%A9@h/d%20e    | //h:5432/d+e                    | u@x | p/:%+é
          postgres://u:p@q@h/d                          | //h:5432/d                      | u | p@q
          postgres://u:a:b@h/d                          | //h:5432/d                      | u | a:b
          postgres://h/d?user=u&password=p%26q          | //h:5432/d                      | u | p&q
          postgres://x:y@h/d?user=u&password=p          | //h:5432/d                      | u | p
          postgres://u:p@h/d?application_name=a+b&x=y%20z | //h:5432/d?ApplicationName=a%2Bb&x=y+z | u | p
          postgres://u:p@h/d?connect_timeout=5&&channel_binding=require | //h:5432/d?connectTimeout=5&channelBinding=require | u | p
          jdbc:postgresql://h:1/d?user=u&password=p     | //h:1/d                         | u | p
          jdbc:postgresql://h/d?user=u&password=p+q%2B&ssl=true | //h:5432/d?ssl=true     | u | p q+
          jdbc:postgresql://h1:1,h2:2/d?user=u&targetServerType=primary | //h1:1,h2:2/d?targetServerType=primary | u | ''
          """)
  void databases(String text, String jdbc, String user, String password) throws Exception {
    assertThat(DatabaseUrl.parse(text))
        .isEqualTo(new DatabaseUrl("jdbc:postgresql:" + jdbc, user, new Secret(password)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://u:p@h/d                       | does not begin with postgres:// or postgresql://
          jdbc:postgres://h/d?user=u           | does not begin with postgresql://
          jdbc:postgresql:d                    | does not begin with postgresql://
          postgres://h/d                       | names no user
          postgres://:p@h/d                    | names no user
          postgres:///d?user=u                 | names no host
          postgres://u@:5432/d                 | names no host
          postgres://u@h1,/d                   | names no host
          postgres://u@h:0/d                   | has a port that is not a number from 1 to 65535
          postgres://u@h:65536/d               | has a port that is not a number from 1 to 65535
          postgres://u@h:/d                    | has a port that is not a number from 1 to 65535
          postgres://u@fe80::1/d               | has a port that is not a number from 1 to 65535
          postgres://u@[::1/d                  | has a host that cannot be one
          postgres://u@h$/d                    | has a host that cannot be one
          postgres://u:%zz@h/d                 | has a % that does not begin an escape such as %40
          postgres://u:%4@h/d                  | has a % that does not begin an escape such as %40
          postgres://u:%C3@h/d                 | has escapes that are not UTF-8
          postgres://u:a b@h/d                 | has spaces or control characters
          """)
  void wrongDatabases(String text, String fault) {
    assertThatThrownBy(() -> DatabaseUrl.parse(text))
        .isInstanceOf(BadValueException.class)
        .hasMessage(fault);
  }

  @Test
  void aHostAloneMayBeAnIpv6Address() {
    assertThat(DatabaseUrl.of("::1", 5432, "d", "u", Secret.NONE).jdbcUrl())
        .isEqualTo("jdbc:postgresql://[::1]:5432/d");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mqtt://h              | mqtt://h:1883
          mqtts://h             | mqtts://h:8883
          mqtts://u:p@[::1]:1   | mqtts://u:***@[::1]:1
          """)
  void brokers(String text, String masked) throws Exception {
    assertThat(MqttUrl.parse(text)).hasToString(masked);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tcp://h               | does not begin with mqtt:// or mqtts://
          mqtt://h1,h2          | names more than one broker
          mqtt://h/x            | has something after the port
          """)
  void wrongBrokers(String text, String fault) {
    assertThatThrownBy(() -> MqttUrl.parse(text))
        .isInstanceOf(BadValueException.class)
        .hasMessage(fault);
  }
}
