package dev.corvid.eval;

import java.util.Optional;

/// What came of one question.
///
/// @param id of the question
/// @param question its text
/// @param answerable whether the documents hold an answer
/// @param asked the answer over all documents
/// @param hidden the answer without the documents that hold it, if that was tried
/// @param handed the answer with nothing but the gold passage, if that was tried
/// @param bound what the bare model writes about the gold passage, without refusal and without
///     checks: what the agent's answer is compared with
/// @param boundContains whether that holds an accepted answer
record QaItem(
    String id,
    String question,
    boolean answerable,
    QaAnswer asked,
    Optional<QaAnswer> hidden,
    Optional<QaAnswer> handed,
    Optional<String> bound,
    boolean boundContains) {}
