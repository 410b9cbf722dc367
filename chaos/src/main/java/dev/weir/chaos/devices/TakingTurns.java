package dev.weir.chaos.devices;

import dev.weir.app.simulate.Publisher;
import dev.weir.app.simulate.SimulatedMessage;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Many ways in turn, as a load balancer has them: who tries again most likely meets another. */
final class TakingTurns implements Publisher {

  private final List<? extends Publisher> publishers;
  private final AtomicInteger next = new AtomicInteger();

  TakingTurns(List<? extends Publisher> publishers) {
    this.publishers = List.copyOf(publishers);
  }

  @Override
  public CompletionStage<Outcome> publish(SimulatedMessage message) throws InterruptedException {
    return publishers
        .get(Math.floorMod(next.getAndIncrement(), publishers.size()))
        .publish(message);
  }
}
