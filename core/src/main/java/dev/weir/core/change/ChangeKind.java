package dev.weir.core.change;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What may change while the service runs, and what a key of it names. */
public enum ChangeKind {
  /** Key: the tenant. */
  TENANT(false),
  /** Key: the tenant whose subscription it is. */
  SUBSCRIPTION(false),
  /** Key: {@code tenant/device}. */
  DEVICE(true),
  /** Key: {@code tenant/device}, whose certificate it is. */
  CERTIFICATE(true),
  /** Key: the tenant whose route it is. */
  ROUTE(false),
  /** Key: the setting's name. */
  SETTING(false),
  /** Key: the tenant that has settings of its own. */
  TENANT_SETTING(false);

  private final boolean ofDevice;

  ChangeKind(boolean ofDevice) {
    this.ofDevice = ofDevice;
  }

  /** As notices and metrics call it: {@code tenant_setting}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean mayHaveKey(String key) {
    int slash = key.indexOf('/');
    return ofDevice ? slash > 0 && slash < key.length() - 1 : !key.isEmpty();
  }

  static @Nullable ChangeKind byText(String text) {
    for (ChangeKind kind : values()) {
      if (kind.text().equals(text)) {
        return kind;
      }
    }
    return null;
  }
}
