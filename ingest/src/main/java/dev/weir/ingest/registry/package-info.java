/** The device registry, remembered. */
@NullMarked
package dev.weir.ingest.registry;

import org.jspecify.annotations.NullMarked;
