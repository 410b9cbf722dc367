package dev.weir.app.serve;

import dev.weir.core.change.Change;
import dev.weir.core.change.ChangeListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Hands changes on to whom they concern: those of settings to whoever reads them again, all others
 * to the roles.
 */
final class LiveChanges implements ChangeListener {

  private final Runnable settings;
  private final List<ChangeListener> roles = new CopyOnWriteArrayList<>();

  /**
   * Makes it.
   *
   * @param settings makes the settings be read again, without waiting for it
   */
  LiveChanges(Runnable settings) {
    this.settings = settings;
  }

  /** Adds somebody who forgets what it remembers of the registry. */
  void add(ChangeListener role) {
    roles.add(role);
  }

  @Override
  public void changed(Change change) {
    switch (change.kind()) {
      case SETTING, TENANT_SETTING -> settings.run();
      case TENANT, SUBSCRIPTION, DEVICE, CERTIFICATE, ROUTE ->
          roles.forEach(role -> role.changed(change));
    }
  }

  @Override
  public void everythingMayHaveChanged() {
    settings.run();
    roles.forEach(ChangeListener::everythingMayHaveChanged);
  }
}
