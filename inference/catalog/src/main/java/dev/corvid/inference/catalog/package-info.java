@NullMarked
package dev.corvid.inference.catalog;

import org.jspecify.annotations.NullMarked;
