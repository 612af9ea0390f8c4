@NullMarked
package dev.corvid.retrieval.documents;

import org.jspecify.annotations.NullMarked;
