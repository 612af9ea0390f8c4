package dev.corvid.tools;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;

/// Where a request goes: scheme, host and port.
///
/// @param scheme `http` or `https`
/// @param host in lower case, IPv6 addresses in brackets
/// @param port the one that is connected to
record Origin(String scheme, String host, int port) {
  Origin {
    Objects.requireNonNull(scheme, "scheme");
    Objects.requireNonNull(host, "host");
  }

  /// The origin of an absolute URL.
  ///
  /// @throws IllegalArgumentException if it is no `http` or `https` URL with a host, or carries a
  ///   user name
  static Origin of(URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("must begin with http:// or https://");
    }
    if (url.getRawUserInfo() != null) {
      throw new IllegalArgumentException("must not carry a user name");
    }
    if (url.getHost() == null) {
      throw new IllegalArgumentException("must name a host");
    }
    int port = url.getPort() >= 0 ? url.getPort() : defaultPort(scheme);
    return new Origin(scheme, withoutDot(url.getHost().toLowerCase(Locale.ROOT)), port);
  }

  /// An absolute URL as people write it: spaces around it and letters of other alphabets in the
  /// host are fine.
  ///
  /// @throws IllegalArgumentException if it is none
  static URI url(String text) {
    try {
      URI url = new URI(text.strip());
      if (url.getHost() == null && url.getRawAuthority() != null) {
        String ascii = IDN.toASCII(url.getRawAuthority(), IDN.ALLOW_UNASSIGNED);
        url = new URI(url.getScheme(), ascii, url.getPath(), url.getQuery(), url.getFragment());
      }
      Origin unused = of(url);
      return url;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("must be a URL", e);
    }
  }

  String hostWithoutBrackets() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static String withoutDot(String host) {
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private static int defaultPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }

  @Override
  public String toString() {
    return scheme + "://" + host + (port == defaultPort(scheme) ? "" : ":" + port);
  }
}
