package dev.corvid.inference.internal.constraint;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The key of a property that is not declared, as far as it has been read. It has no escapes, so
/// that its bytes tell it from the declared ones.
///
/// @param declared the declared keys that go on like it, `null` if there are none left
/// @param text what is expected next in it; after its end the colon
record FreeKey(ObjectNode object, @Nullable Words declared, Text text) implements Node {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

  /// A key after its opening quote.
  static FreeKey of(ObjectNode object) {
    return new FreeKey(object, object.declared().child('"'), Text.INSIDE);
  }

  @Override
  public void read(int b, Frame rest, Threads out) {
    if (text == Text.CLOSED) {
      if (b == ':') {
        Frame then = out.on(new Member(object, object.size(), Phase.AFTER), rest);
        new Spaced(object.extra()).enter(then, out);
      }
      return;
    }
    Text next = text.next(b);
    Words after = declared == null ? null : declared.child(b);
    boolean isDeclared = next == Text.CLOSED && after != null;
    if (!isDeclared && next != Text.WRONG && next != Text.ESCAPE) {
      out.add(new FreeKey(object, after, next), rest);
    }
  }

  @Override
  public long shortest() {
    return Node.sum(ending().length + object.extra().shortest(), object.rest(object.size()));
  }

  @Override
  public void close(Closing out) {
    out.bytes(ending()).node(object.extra()).node(new Member(object, object.size(), Phase.AFTER));
  }

  /// The bytes of the shortest end that is not declared, the colon last.
  private byte[] ending() {
    if (text == Text.CLOSED) {
      return Ascii.bytes(":");
    }
    byte[] inside = text.ending();
    StringBuilder ending = new StringBuilder();
    Words at = declared;
    for (int i = 0; i < inside.length - 1; i++) {
      ending.append((char) (inside[i] & 0xFF));
      at = at == null ? null : at.child(inside[i]);
    }
    while (at != null && at.child('"') != null) {
      char letter = freeLetter(at);
      ending.append(letter);
      at = at.child(letter);
    }
    return ending.append("\":").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /// A letter with which no declared key goes on, or the first.
  private static char freeLetter(Words at) {
    return (char)
        LETTERS.chars().filter(letter -> at.child(letter) == null).findFirst().orElse('a');
  }
}
