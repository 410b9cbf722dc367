/** What the commands read and write: tenants, devices, imports. */
@NullMarked
package dev.weir.timescale.admin;

import org.jspecify.annotations.NullMarked;
