package dev.corvid.retrieval.documents;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.corvid.retrieval.DocumentException;
import dev.corvid.retrieval.DocumentException.Reason;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A file's bytes as text. UTF-8 is expected and UTF-16 known by its mark; bytes that are not UTF-8
/// are replaced if they are few, else read as Windows-1252, and a note says so.
///
/// @param notes what the user should know, for people
record PlainText(String text, List<String> notes) {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  private static final int SAMPLE = 1 << 16;

  static PlainText read(Path file, Limits limits) throws IOException {
    PlainText plain = decode(file.toString(), Files.readAllBytes(file));
    if (plain.text.length() > limits.textLength()) {
      throw new DocumentException(
          Reason.TOO_LARGE,
          file.toString(),
          "%,d characters of text, more than %,d"
              .formatted(plain.text.length(), limits.textLength()),
          "Split the file into smaller ones.");
    }
    if (plain.text.isBlank()) {
      throw new DocumentException(
          Reason.BROKEN, file.toString(), "it holds no text", "Fill the file or leave it out.");
    }
    return plain;
  }

  /// @throws DocumentException if the bytes are not text
  static PlainText decode(String name, byte[] bytes) {
    if (startsWith(bytes, 0xFF, 0xFE)) {
      return new PlainText(new String(bytes, 2, bytes.length - 2, UTF_16LE), List.of());
    }
    if (startsWith(bytes, 0xFE, 0xFF)) {
      return new PlainText(new String(bytes, 2, bytes.length - 2, UTF_16BE), List.of());
    }
    refuseBinary(name, bytes);
    int skip = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
    String text = new String(bytes, skip, bytes.length - skip, UTF_8);
    long before = replacementsIn(bytes);
    long bad = text.chars().filter(c -> c == '\uFFFD').count() - before;
    if (bad == 0) {
      return new PlainText(text, List.of());
    }
    long good = text.chars().filter(c -> c >= 0x80 && c != '\uFFFD').count();
    if (bad <= 1 + good / 20) {
      return new PlainText(
          text, List.of("%d bytes that are not UTF-8 were replaced".formatted(bad)));
    }
    refuseUnknownEncoding(name, bytes);
    return new PlainText(
        new String(bytes, WINDOWS_1252), List.of("not UTF-8, read as Windows-1252"));
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /// U+FFFD that the file itself holds, which is no error.
  private static long replacementsIn(byte[] bytes) {
    long count = 0;
    for (int i = 0; i + 2 < bytes.length; i++) {
      if (bytes[i] == (byte) 0xEF && bytes[i + 1] == (byte) 0xBF && bytes[i + 2] == (byte) 0xBD) {
        count++;
      }
    }
    return count;
  }

  private static void refuseBinary(String name, byte[] bytes) {
    int sample = Math.min(bytes.length, SAMPLE);
    int controls = 0;
    for (int i = 0; i < sample; i++) {
      int b = bytes[i] & 0xFF;
      boolean layout = (b >= 0x08 && b <= 0x0D) || b == 0x1B;
      controls += b < 0x20 && !layout ? 1 : 0;
      if (b == 0 || controls > 16 + sample / 100) {
        throw new DocumentException(
            Reason.UNSUPPORTED,
            name,
            "not text, and no format Corvid reads (Markdown, text, HTML, PDF)",
            "Convert it to one of these formats, or leave it out.");
      }
    }
  }

  private static void refuseUnknownEncoding(String name, byte[] bytes) {
    int sample = Math.min(bytes.length, SAMPLE);
    int high = 0;
    for (int i = 0; i < sample; i++) {
      high += bytes[i] < 0 ? 1 : 0;
    }
    if (high > sample * 3L / 10) {
      throw new DocumentException(
          Reason.UNSUPPORTED, name, "text of an unknown encoding", "Convert it to UTF-8.");
    }
  }
}
