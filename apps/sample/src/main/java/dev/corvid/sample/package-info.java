/// A pet shop with an agent over its own REST API, its handbook and a method.
@NullMarked
package dev.corvid.sample;

import org.jspecify.annotations.NullMarked;
