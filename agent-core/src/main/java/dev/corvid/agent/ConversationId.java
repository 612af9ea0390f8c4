package dev.corvid.agent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Under which id a conversation is kept: two users who give theirs one name have two.
final class ConversationId {
  private static final int BYTES = 20;

  private ConversationId() {}

  static String of(Task task) {
    return task.user().isEmpty()
        ? task.conversation()
        : digest(task.user().length() + " " + task.user() + task.conversation());
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
