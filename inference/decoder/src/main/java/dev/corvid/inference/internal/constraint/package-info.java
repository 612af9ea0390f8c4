/// Texts that a JSON Schema allows, as masks over a vocabulary. Start with [Grammar], [Automaton]
/// and [TokenIndex].
///
/// A schema becomes a grammar of [Node]s. What may follow a text is a set of stacks of them
/// ([Frame]), so recursion costs what it uses; a [State] is such a set and remembers where each
/// byte leads, so the automaton is built as far as texts and vocabulary reach. Each node knows the
/// shortest text that ends it: a stack without an end is dropped at once, so every beginning that
/// is accepted can be completed, and the text that completes it is known at any time.
///
/// Schemas are untrusted: size, depth and the number of stacks are bounded.
///
/// Willard and Louf, 2023 (arXiv 2307.09702); Dong et al., 2024 (arXiv 2411.15100).
@NullMarked
package dev.corvid.inference.internal.constraint;

import org.jspecify.annotations.NullMarked;
