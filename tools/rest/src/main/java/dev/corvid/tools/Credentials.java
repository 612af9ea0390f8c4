package dev.corvid.tools;

import dev.corvid.tools.SecuritySchemes.Scheme;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Adds credentials to what is sent, and takes them out of what comes back.
final class Credentials {
  private static final int LEAST_HIDDEN = 4;

  private final SecuritySchemes schemes;
  private final Map<String, Secret> secrets;
  private final UserCredentials users;
  private final List<String> hidden;

  /// What goes onto the wire.
  record Signed(URI url, Map<String, String> headers) {
    @Override
    public String toString() {
      return "Signed[***]";
    }
  }

  private record Given(Scheme scheme, Secret secret) {}

  Credentials(SecuritySchemes schemes, Map<String, Secret> secrets, UserCredentials users) {
    this.schemes = schemes;
    this.secrets = Map.copyOf(secrets);
    this.users = users;
    this.hidden = hidden(secrets);
  }

  /// Those that a call for a user is made with.
  Credentials of(String user, Endpoint endpoint) {
    if (user.isEmpty() || users == UserCredentials.NONE) {
      return this;
    }
    Map<String, Secret> own = new HashMap<>(secrets);
    endpoint.security().stream()
        .flatMap(List::stream)
        .distinct()
        .forEach(
            scheme -> users.credential(user, scheme).ifPresent(secret -> own.put(scheme, secret)));
    return new Credentials(schemes, own, users);
  }

  /// Whether something would be added.
  boolean has(Endpoint endpoint) {
    return !chosen(endpoint).isEmpty();
  }

  /// The names of the schemes that an operation wants and nobody gave, or an empty text.
  String missing(Endpoint endpoint) {
    boolean wanted = endpoint.security().stream().noneMatch(List::isEmpty);
    return endpoint.security().isEmpty() || !wanted || has(endpoint)
        ? ""
        : endpoint.security().stream()
            .map(alternative -> String.join(" and ", alternative))
            .map(alternative -> Texts.describe(alternative, 80))
            .collect(Collectors.joining(" or "));
  }

  Signed sign(Endpoint endpoint, String url, Map<String, String> headers) {
    StringBuilder signedUrl = new StringBuilder(url);
    Map<String, String> signed = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    signed.putAll(headers);
    for (Given given : chosen(endpoint)) {
      String value = given.secret().value();
      switch (given.scheme()) {
        case Scheme.Bearer() -> signed.put("Authorization", "Bearer " + withoutWord(value));
        case Scheme.Basic() -> signed.put("Authorization", "Basic " + base64(value));
        case Scheme.Key(Parameter.Place place, String name) -> {
          switch (place) {
            case QUERY ->
                signedUrl
                    .append(signedUrl.indexOf("?") < 0 ? '?' : '&')
                    .append(Encoding.encode(name))
                    .append('=')
                    .append(Encoding.encode(value));
            case COOKIE -> signed.merge("Cookie", name + "=" + value, (a, b) -> a + "; " + b);
            case HEADER, PATH -> signed.put(name, value);
          }
        }
      }
    }
    return new Signed(URI.create(signedUrl.toString()), signed);
  }

  /// A text without any credential's value.
  String hide(String text) {
    String result = text;
    for (String value : hidden) {
      result = result.replace(value, "***");
    }
    return result;
  }

  /// The first alternative for which every credential is there.
  private List<Given> chosen(Endpoint endpoint) {
    for (List<String> alternative : endpoint.security()) {
      List<Given> given = new ArrayList<>();
      for (String name : alternative) {
        schemes
            .named(name)
            .flatMap(scheme -> secret(name).map(secret -> new Given(scheme, secret)))
            .ifPresent(given::add);
      }
      if (given.size() == alternative.size() && !given.isEmpty()) {
        return given;
      }
    }
    return List.of();
  }

  /// By its name, or by its letters and digits: environment variables have no others.
  private Optional<Secret> secret(String scheme) {
    return Optional.ofNullable(secrets.get(scheme))
        .or(
            () ->
                secrets.entrySet().stream()
                    .filter(e -> plain(e.getKey()).equals(plain(scheme)))
                    .map(Map.Entry::getValue)
                    .findFirst());
  }

  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }

  /// Some people configure the whole header.
  private static String withoutWord(String token) {
    return token.regionMatches(true, 0, "Bearer ", 0, 7) ? token.substring(7).strip() : token;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Every form in which a server could echo a credential, longest first.
  private static List<String> hidden(Map<String, Secret> secrets) {
    Set<String> forms = new TreeSet<>();
    for (Secret secret : secrets.values()) {
      String value = secret.value();
      int colon = value.indexOf(':');
      for (String form :
          List.of(value, withoutWord(value), value.substring(colon + 1), base64(value))) {
        forms.add(form);
        forms.add(Encoding.encode(form));
      }
    }
    return forms.stream()
        .filter(form -> form.length() >= LEAST_HIDDEN)
        .sorted((a, b) -> Integer.compare(b.length(), a.length()))
        .toList();
  }
}
