package dev.corvid.agent;

import java.util.Objects;
import java.util.Set;

/// What a run is to do.
///
/// @param question what the user asks
/// @param topK the most passages the model reads, `>= 1`
/// @param mode how passages are looked up
/// @param excludedDocuments documents that must not be found, by [Passage#document()]
/// @param tools the most tools that are selected, `>= 0`; what tells the ids that these need comes
///   on top
/// @param budget what the run may use
/// @param form the JSON Schema that the answer is to follow, or nothing if it is to be a sentence
/// @param conversation the id of the conversation that it belongs to, or nothing if it stands alone
public record Task(
    String question,
    int topK,
    Query.Mode mode,
    Set<String> excludedDocuments,
    int tools,
    Budget budget,
    String form,
    String conversation) {
  private static final int DEFAULT_TOP_K = 4;
  private static final int DEFAULT_TOOLS = 10;

  public Task {
    Checks.requireText(question, "question");
    Checks.requireAtLeast(1, topK, "topK");
    Objects.requireNonNull(mode, "mode");
    excludedDocuments = Set.copyOf(excludedDocuments);
    Checks.requireAtLeast(0, tools, "tools");
    Objects.requireNonNull(budget, "budget");
    // Journals of older versions know neither.
    form = form == null ? "" : form;
    conversation = conversation == null ? "" : conversation;
  }

  /// A question over all documents, looked up by hybrid search.
  public static Task question(String question) {
    return new Task(
        question, DEFAULT_TOP_K, Query.Mode.HYBRID, Set.of(), 0, Budget.defaults(), "", "");
  }

  /// Something to be done with tools.
  public static Task withTools(String task) {
    return new Task(
        task, DEFAULT_TOP_K, Query.Mode.HYBRID, Set.of(), DEFAULT_TOOLS, Budget.forTools(), "", "");
  }

  public Task withTopK(int value) {
    return new Task(question, value, mode, excludedDocuments, tools, budget, form, conversation);
  }

  public Task withMode(Query.Mode value) {
    return new Task(question, topK, value, excludedDocuments, tools, budget, form, conversation);
  }

  public Task excluding(Set<String> documents) {
    return new Task(question, topK, mode, documents, tools, budget, form, conversation);
  }

  public Task withBudget(Budget value) {
    return new Task(question, topK, mode, excludedDocuments, tools, value, form, conversation);
  }

  /// The same, answered as JSON by [Agent#run]; [Agent#ask] answers in sentences anyway.
  ///
  /// @param schema the JSON Schema of the answer
  public Task answeredAs(String schema) {
    return new Task(question, topK, mode, excludedDocuments, tools, budget, schema, conversation);
  }

  /// The same as a part of a conversation: what was said before completes it.
  public Task inConversation(String id) {
    return new Task(question, topK, mode, excludedDocuments, tools, budget, form, id);
  }

  Task withQuestion(String value) {
    return new Task(value, topK, mode, excludedDocuments, tools, budget, form, conversation);
  }

  /// The query that looks up passages for the question as it stands.
  Query query() {
    return new Query(question, topK, mode, excludedDocuments);
  }
}
