package dev.corvid.tools.mcp;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Writes names of servers and tools into `mcp:SERVER/TOOL`.
final class UrlPart {
  private UrlPart() {}

  /// The name with `%` escapes for all but letters, digits and `-._*`.
  static String encode(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
