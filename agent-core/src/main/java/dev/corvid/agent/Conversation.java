package dev.corvid.agent;

import java.util.ArrayList;
import java.util.List;

/// The prompt of a run. Text is only ever added, so a model reads each part once; a question that
/// is asked apart shares everything before it. Only a new base drops some of it. Belongs to the
/// run's thread.
final class Conversation {
  private final List<Message> messages = new ArrayList<>();
  private final StringBuilder pending = new StringBuilder();

  Conversation(String system) {
    messages.add(Message.system(system));
  }

  /// Add to what the model is told next.
  void tell(String text) {
    if (!pending.isEmpty()) {
      pending.append("\n\n");
    }
    pending.append(text.strip());
  }

  /// The conversation with a question that leaves no trace unless it is kept.
  Prompt with(String question) {
    List<Message> asked = new ArrayList<>(messages);
    asked.add(Message.user(pending + "\n\n" + question));
    return new Prompt.Chat(asked);
  }

  /// Keep a question and what the model replied to it.
  void keep(String question, String reply) {
    tell(question);
    messages.add(Message.user(pending.toString()));
    messages.add(Message.assistant(reply));
    pending.setLength(0);
  }

  /// Begin anew behind the system's words: what comes next is read as a whole.
  void rebase(String text) {
    messages.subList(1, messages.size()).clear();
    pending.setLength(0);
    tell(text);
  }
}
