/** The quarantine: for the lanes that judge its messages again, and for people. */
@NullMarked
package dev.weir.timescale.quarantine;

import org.jspecify.annotations.NullMarked;
