package dev.weir.gateway.http;

/** A request ends with a problem before there is a message to judge. */
final class RequestRefusedException extends Exception {

  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial") // nobody writes it anywhere
  private final Problem problem;

  RequestRefusedException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
