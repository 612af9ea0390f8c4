@NullMarked
package dev.corvid.shell;

import org.jspecify.annotations.NullMarked;
