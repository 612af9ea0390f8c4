/// What the agent needs from other modules, each interface small enough to implement in an
/// afternoon. Start with [LanguageModel], [Retriever] and [TextEmbedder]; their contract tests are
/// in `corvid-test`.
@NullMarked
package dev.corvid.agent.spi;

import org.jspecify.annotations.NullMarked;
