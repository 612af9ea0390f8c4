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
/// @param user who asks, such as the name of a `java.security.Principal`; nothing where users are
///   not told apart
public record Task(
    String question,
    int topK,
    Query.Mode mode,
    Set<String> excludedDocuments,
    int tools,
    Budget budget,
    String form,
    String conversation,
    String user) {
  private static final int DEFAULT_TOP_K = 4;
  private static final int DEFAULT_TOOLS = 10;

  public Task {
    Checks.requireText(question, "question");
    Checks.requireAtLeast(1, topK, "topK");
    Objects.requireNonNull(mode, "mode");
    excludedDocuments = Set.copyOf(excludedDocuments);
    Checks.requireAtLeast(0, tools, "tools");
    Objects.requireNonNull(budget, "budget");
    // Journals of older versions know none of these.
    form = form == null ? "" : form;
    conversation = conversation == null ? "" : conversation;
    user = user == null ? "" : user;
  }

  /// A question over all documents, looked up by hybrid search.
  public static Task question(String question) {
    return new Task(
        question, DEFAULT_TOP_K, Query.Mode.HYBRID, Set.of(), 0, Budget.defaults(), "", "", "");
  }

  /// Something to be done with tools.
  public static Task withTools(String task) {
    return new Task(
        task,
        DEFAULT_TOP_K,
        Query.Mode.HYBRID,
        Set.of(),
        DEFAULT_TOOLS,
        Budget.forTools(),
        "",
        "",
        "");
  }

  public Task withTopK(int value) {
    return new Task(
        question, value, mode, excludedDocuments, tools, budget, form, conversation, user);
  }

  public Task withMode(Query.Mode value) {
    return new Task(
        question, topK, value, excludedDocuments, tools, budget, form, conversation, user);
  }

  public Task excluding(Set<String> documents) {
    return new Task(question, topK, mode, documents, tools, budget, form, conversation, user);
  }

  public Task withBudget(Budget value) {
    return new Task(
        question, topK, mode, excludedDocuments, tools, value, form, conversation, user);
  }

  /// The same, answered as JSON by [Agent#run]; [Agent#ask] answers in sentences anyway.
  ///
  /// @param schema the JSON Schema of the answer
  public Task answeredAs(String schema) {
    return new Task(
        question, topK, mode, excludedDocuments, tools, budget, schema, conversation, user);
  }

  /// The same as a part of a conversation: what was said before completes it.
  public Task inConversation(String id) {
    return new Task(question, topK, mode, excludedDocuments, tools, budget, form, id, user);
  }

  /// The same for a user: what is looked up, called, remembered and said before is his alone.
  public Task by(String name) {
    return new Task(
        question, topK, mode, excludedDocuments, tools, budget, form, conversation, name);
  }

  Task withQuestion(String value) {
    return new Task(value, topK, mode, excludedDocuments, tools, budget, form, conversation, user);
  }

  /// The query that looks up passages for the question as it stands.
  Query query() {
    return query(question);
  }

  Query query(String text) {
    return new Query(text, topK, mode, excludedDocuments, user);
  }
}
