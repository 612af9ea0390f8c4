/// Corvid's beans for Spring Boot: a model, documents, tools and an [dev.corvid.agent.Agent] over
/// them, by [CorvidProperties] or by beans of the application's own, which replace these.
@NullMarked
package dev.corvid.autoconfigure;

import org.jspecify.annotations.NullMarked;
