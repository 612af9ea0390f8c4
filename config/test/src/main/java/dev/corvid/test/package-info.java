@NullMarked
package dev.corvid.test;

import org.jspecify.annotations.NullMarked;
