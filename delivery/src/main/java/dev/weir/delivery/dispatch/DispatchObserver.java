package dev.weir.delivery.dispatch;

/** Is told of what happens, by the threads in which it happens: it must not block. */
public interface DispatchObserver {

  /**
   * Something became of a job.
   *
   * @param type of the destination, as {@code message_routes} calls it; {@code unknown} where the
   *     route could not be read
   */
  void result(String type, Result result);

  /** An attempt ended, well or not, after so long. */
  void attempted(String type, long nanos);

  /** Dead letters are in the database. */
  void buried(int letters);
}
