/** What is decided about a message, and the reasons for a refusal. */
@NullMarked
package dev.weir.core.verdict;

import org.jspecify.annotations.NullMarked;
