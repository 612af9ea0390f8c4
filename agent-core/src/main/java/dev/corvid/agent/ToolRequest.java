package dev.corvid.agent;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// What a call sends, exactly, without secrets: what a user approves, what the journal keeps, and
/// all that a tool needs to send it, also after a restart. Credentials are added when it is sent.
///
/// @param call the call it comes from
/// @param effect whether it changes something
/// @param method the HTTP method, or the protocol's name for a call
/// @param url where it goes
/// @param headers those that are no secret
/// @param body what is sent, or empty
/// @param idempotencyKey the header by which the server recognises a repeated request, if it
///   takes one: such a request may be sent again when its outcome is not known
public record ToolRequest(
    ToolCall call,
    Effect effect,
    String method,
    String url,
    Map<String, String> headers,
    String body,
    Optional<String> idempotencyKey) {

  public ToolRequest {
    Objects.requireNonNull(call, "call");
    Objects.requireNonNull(effect, "effect");
    Checks.requireText(method, "method");
    Checks.requireText(url, "url");
    headers = Collections.unmodifiableMap(new TreeMap<>(headers));
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(idempotencyKey, "idempotencyKey");
  }

  /// Whether it may be sent again without asking when its outcome is not known.
  public boolean isRepeatable() {
    return effect == Effect.READ || idempotencyKey.isPresent();
  }

  /// The SHA-256 of everything that is sent, in hexadecimal: an approval is good for this request
  /// and no other.
  public String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      add(digest, call.id());
      add(digest, call.tool());
      add(digest, method);
      add(digest, url);
      headers.forEach(
          (name, value) -> {
            add(digest, name);
            add(digest, value);
          });
      add(digest, body);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  /// With its length, so that no two lists of parts look alike.
  private static void add(MessageDigest digest, String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }
}
