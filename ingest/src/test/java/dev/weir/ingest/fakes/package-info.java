/** Hand-written stands-ins for the ports, as strict as the real thing. */
@NullMarked
package dev.weir.ingest.fakes;

import org.jspecify.annotations.NullMarked;
