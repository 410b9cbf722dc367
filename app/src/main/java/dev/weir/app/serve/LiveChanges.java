package dev.weir.app.serve;

import dev.weir.core.change.Change;
import dev.weir.core.change.ChangeListener;

/**
 * Hands changes on to whom they concern: those of settings to whoever reads them again, all others
 * to the lanes.
 */
final class LiveChanges implements ChangeListener {

  private final Runnable settings;
  private final ChangeListener lanes;

  /**
   * Makes it.
   *
   * @param settings makes the settings be read again, without waiting for it
   * @param lanes forgets what it remembers of the registry
   */
  LiveChanges(Runnable settings, ChangeListener lanes) {
    this.settings = settings;
    this.lanes = lanes;
  }

  @Override
  public void changed(Change change) {
    switch (change.kind()) {
      case SETTING, TENANT_SETTING -> settings.run();
      case TENANT, SUBSCRIPTION, DEVICE, CERTIFICATE, ROUTE -> lanes.changed(change);
    }
  }

  @Override
  public void everythingMayHaveChanged() {
    settings.run();
    lanes.everythingMayHaveChanged();
  }
}
