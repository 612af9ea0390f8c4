@NullMarked
package dev.corvid.command;

import org.jspecify.annotations.NullMarked;
