@NullMarked
package dev.corvid.bench;

import org.jspecify.annotations.NullMarked;
