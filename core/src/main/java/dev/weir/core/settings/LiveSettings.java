package dev.weir.core.settings;

/** The settings as they are now; read again and again, by many threads. */
public interface LiveSettings {

  /** Whether the settings were read at least once. Nothing may be judged before. */
  boolean isLoaded();

  /** Those in force; the defaults while none were read. */
  SettingsSnapshot current();
}
