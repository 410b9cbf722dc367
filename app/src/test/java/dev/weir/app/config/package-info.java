@NullMarked
package dev.weir.app.config;

import org.jspecify.annotations.NullMarked;
