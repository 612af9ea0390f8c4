@NullMarked
package dev.corvid.inference;

import org.jspecify.annotations.NullMarked;
