package dev.weir.app.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Ten ways for a device to send for a minute. */
enum Cadence {
  AT_THE_RATE,
  A_LITTLE_FASTER,
  TWICE_THE_RATE,
  ALL_AT_ONCE,
  BURSTS_OF_FIFTY,
  BURSTS_AS_THE_BUCKET_FILLS,
  FLOOD_PAUSE_FLOOD,
  THIRDS_OF_A_SECOND,
  RANDOM,
  SELDOM;

  static final int MILLIS = 60_000;

  /** When each message is sent, milliseconds from the start, ascending. */
  List<Integer> times() {
    List<Integer> times = new ArrayList<>();
    Random random = new Random(7);
    double time = 0;
    for (int n = 0; time < MILLIS && times.size() < 1_000; n++) {
      times.add((int) time);
      time =
          switch (this) {
            case AT_THE_RATE -> time + 200;
            case A_LITTLE_FASTER -> time + 190;
            case TWICE_THE_RATE -> time + 100;
            case ALL_AT_ONCE -> n < 200 ? 0 : MILLIS;
            case BURSTS_OF_FIFTY -> n % 50 == 49 ? time + 10_000 : time;
            case BURSTS_AS_THE_BUCKET_FILLS -> n % 20 == 19 ? time + 4_000 : time;
            case FLOOD_PAUSE_FLOOD -> n == 400 ? 45_000 : time + 50;
            case THIRDS_OF_A_SECOND -> time + 1_000 / 3.0;
            case RANDOM -> time - 100 * Math.log(1 - random.nextDouble());
            case SELDOM -> time + 1_000;
          };
    }
    return times;
  }
}
