package dev.weir.delivery.dispatch;

import dev.weir.core.route.RouteJob;
import dev.weir.delivery.destination.Deliverer;
import dev.weir.delivery.destination.Destination;
import dev.weir.delivery.destination.Outcome;

/** Brings jobs to destinations of every kind. */
public interface Courier {

  /** Makes one attempt, as {@link Deliverer#deliver} does. */
  Outcome deliver(RouteJob job, Destination destination) throws InterruptedException;

  /** The courier that has a deliverer for each kind. */
  static Courier of(
      Deliverer<Destination.Webhook> webhooks, Deliverer<Destination.MqttRepublish> brokers) {
    return (job, destination) ->
        switch (destination) {
          case Destination.Webhook webhook -> webhooks.deliver(job, webhook);
          case Destination.MqttRepublish broker -> brokers.deliver(job, broker);
          case Destination.Stored _ -> new Outcome.Delivered();
        };
  }
}
