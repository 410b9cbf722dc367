package dev.weir.app.serve;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * SIGTERM and SIGINT: the first asks for an orderly end, the second ends the process at once.
 *
 * <p>A shutdown hook could not do this: the JVM would end with 143 or 130 where 0 is promised, and
 * would not hear a second signal. {@code sun.misc.Signal} is what the JDK keeps for it, in module
 * {@code jdk.unsupported}; by reflection, for javac's warning of it cannot be suppressed.
 */
public final class EndSignals {

  /** What a shell reports for a process that was killed: this was no orderly end. */
  private static final int CUT_SHORT = 137;

  private final CountDownLatch asked = new CountDownLatch(1);
  private volatile @Nullable String failure;

  private EndSignals() {
    try {
      handle("TERM");
      handle("INT");
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java runtime lacks the module jdk.unsupported", e);
    }
  }

  /**
   * Starts to listen, for as long as the process lives; until then a signal ends it in the JVM's
   * way. Whoever asks again hears of the signals that came since the first.
   */
  public static EndSignals listen() {
    return OfProcess.LISTENING;
  }

  private static final class OfProcess {
    static final EndSignals LISTENING = new EndSignals();
  }

  /** Waits for the first. */
  public void await() throws InterruptedException {
    asked.await();
  }

  /** Whether the first has come. */
  public boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** Asks for an end as a signal does, because going on makes no sense. */
  public void fail(String reason) {
    failure = reason;
    asked.countDown();
  }

  /** Why the process asked for its own end; null where it did not. */
  public @Nullable String failure() {
    return failure;
  }

  private void handle(String name) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    MethodHandle receive =
        MethodHandles.lookup().bind(this, "receive", MethodType.methodType(void.class));
    Object receiver =
        MethodHandleProxies.asInterfaceInstance(
            handler, MethodHandles.dropArguments(receive, 0, signal));
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), receiver);
  }

  @SuppressWarnings("UnusedMethod") // called through the handle
  private void receive() {
    if (isAsked()) {
      Runtime.getRuntime().halt(CUT_SHORT);
    }
    asked.countDown();
  }
}
