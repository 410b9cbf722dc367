/** What may happen on a network, between real clients and real servers. */
@NullMarked
package dev.weir.testkit.net;

import org.jspecify.annotations.NullMarked;
