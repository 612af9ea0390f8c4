package dev.corvid.tools;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;

/// What a model reads of an answer: JSON shortened, text cut, everything else only described.
///
/// @param text at most as long as asked for
/// @param truncated whether something is missing
/// @param json the whole of it, if it is JSON
record ResponseText(String text, boolean truncated, Optional<JsonNode> json) {
  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*\"?([A-Za-z0-9._:+-]{1,40})", Pattern.CASE_INSENSITIVE);
  private static final Pattern TITLE =
      Pattern.compile("<title[^>]{0,200}>([^<]{1,500})", Pattern.CASE_INSENSITIVE);
  private static final int HTML_HEAD = 20_000;

  /// @param hide takes secrets out of a text
  static ResponseText of(
      Wire.Answer answer, UnaryOperator<String> hide, int mostBytes, int mostCharacters) {
    byte[] bytes = unpacked(answer, mostBytes);
    boolean cutOff = answer.end() != Wire.End.COMPLETE;
    String type = answer.header("Content-Type");
    if (bytes.length == 0) {
      return described("", cutOff);
    }
    if (isBinary(type, bytes)) {
      return described(
          "(%s, %d bytes%s)".formatted(shown(type, "binary"), bytes.length, more(cutOff)), true);
    }
    String text = hide.apply(new String(bytes, charset(type)));
    if (isHtml(type, text)) {
      return described(html(text, bytes.length, cutOff), true);
    }
    Optional<LenientJson.Result> json = json(text);
    if (json.isPresent()) {
      JsonDigest.Digest digest = JsonDigest.of(json.get().root(), hide, mostCharacters);
      boolean whole = json.get().complete() && !cutOff;
      return new ResponseText(
          digest.text(), digest.shortened() || !whole, Optional.of(json.get().root()));
    }
    String clean = text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "").strip();
    String cut = Texts.cut(clean, mostCharacters);
    return described(cut, cutOff || cut.length() < clean.length());
  }

  private static ResponseText described(String text, boolean truncated) {
    return new ResponseText(text, truncated, Optional.empty());
  }

  /// Some servers compress without being asked.
  private static byte[] unpacked(Wire.Answer answer, int mostBytes) {
    if (!answer.header("Content-Encoding").equalsIgnoreCase("gzip")) {
      return answer.bytes();
    }
    try (var in = new GZIPInputStream(new ByteArrayInputStream(answer.bytes()))) {
      return in.readNBytes(mostBytes);
    } catch (IOException e) {
      return answer.bytes();
    }
  }

  private static Optional<LenientJson.Result> json(String text) {
    String head = text.stripLeading();
    boolean likely = !head.isEmpty() && "{[\"-0123456789tfn".indexOf(head.charAt(0)) >= 0;
    return likely ? LenientJson.read(head) : Optional.empty();
  }

  private static boolean isBinary(String contentType, byte[] bytes) {
    String type = contentType.toLowerCase(Locale.ROOT);
    if (type.startsWith("image/") && !type.contains("svg")
        || type.startsWith("audio/")
        || type.startsWith("video/")
        || type.startsWith("font/")
        || type.startsWith("application/pdf")
        || type.startsWith("application/zip")) {
      return true;
    }
    for (int i = 0; i < Math.min(bytes.length, 1_000); i++) {
      if (bytes[i] == 0 && !type.contains("utf-16") && !type.contains("utf-32")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHtml(String contentType, String text) {
    String head = text.stripLeading();
    return contentType.toLowerCase(Locale.ROOT).contains("html")
        || head.regionMatches(true, 0, "<!doctype html", 0, 14)
        || head.regionMatches(true, 0, "<html", 0, 5);
  }

  private static String html(String text, int bytes, boolean cutOff) {
    Matcher title = TITLE.matcher(text.substring(0, Math.min(text.length(), HTML_HEAD)));
    String named = title.find() ? ": " + Texts.describe(title.group(1), 100) : "";
    return "(an HTML page, %d bytes%s%s)".formatted(bytes, more(cutOff), named);
  }

  private static String more(boolean cutOff) {
    return cutOff ? " and more" : "";
  }

  private static String shown(String type, String otherwise) {
    String shown = Texts.describe(type.split(";", 2)[0], 60);
    return shown.isBlank() ? otherwise : shown;
  }

  private static Charset charset(String contentType) {
    Matcher matcher = CHARSET.matcher(contentType);
    if (matcher.find()) {
      try {
        return Charset.forName(matcher.group(1));
      } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
        // JSON's own is the best guess.
      }
    }
    return StandardCharsets.UTF_8;
  }
}
