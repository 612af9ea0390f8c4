@NullMarked
package dev.corvid.retrieval;

import org.jspecify.annotations.NullMarked;
