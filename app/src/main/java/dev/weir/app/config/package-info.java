/**
 * Configuration from environment variables: declared beside the settings they become, read, checked
 * and printed from the declarations.
 */
@NullMarked
package dev.weir.app.config;

import org.jspecify.annotations.NullMarked;
