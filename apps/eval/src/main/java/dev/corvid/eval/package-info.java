@NullMarked
package dev.corvid.eval;

import org.jspecify.annotations.NullMarked;
