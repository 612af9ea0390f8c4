/// What the modules of tools share and nobody else sees: checks by schemas and patterns of others
/// ([BoundedSchema], [BoundedPattern]) that end in time.
@NullMarked
package dev.corvid.tools.internal;

import org.jspecify.annotations.NullMarked;
