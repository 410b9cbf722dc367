/** Certificates and keys, for the ways in and out. */
@NullMarked
package dev.weir.gateway.tls;

import org.jspecify.annotations.NullMarked;
