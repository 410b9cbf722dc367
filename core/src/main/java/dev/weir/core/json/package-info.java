/**
 * A validating scanner of JSON in UTF-8 that allocates nothing.
 *
 * <p>Parsers of general use were measured and not taken, see {@code
 * docs/decisions/0005-json-scanner.md}: the lane needs the byte range of {@code metrics}, strict
 * UTF-8, code points counted, and a refusal that is a value.
 */
@NullMarked
package dev.weir.core.json;

import org.jspecify.annotations.NullMarked;
