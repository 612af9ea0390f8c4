package dev.corvid.eval;

import java.util.List;
import java.util.Objects;

/// A question of a collection.
///
/// @param id unique in its file
/// @param text what is asked
/// @param answers the accepted answers; empty if the collection has none
/// @param documents where the answer is; empty if the judgements tell it
/// @param answerable whether the documents hold the answer
record Question(
    String id, String text, List<String> answers, List<String> documents, boolean answerable) {
  Question {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(text, "text");
    answers = List.copyOf(answers);
    documents = List.copyOf(documents);
  }
}
