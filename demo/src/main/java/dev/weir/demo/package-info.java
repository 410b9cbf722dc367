/** All of Weir in one process, on embedded servers, with a simulated fleet and a ledger. */
@NullMarked
package dev.weir.demo;

import org.jspecify.annotations.NullMarked;
