/** What the commands read and write: tenants, subscriptions, devices, certificates, imports. */
@NullMarked
package dev.weir.timescale.admin;

import org.jspecify.annotations.NullMarked;
