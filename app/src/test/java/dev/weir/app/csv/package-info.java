@NullMarked
package dev.weir.app.csv;

import org.jspecify.annotations.NullMarked;
