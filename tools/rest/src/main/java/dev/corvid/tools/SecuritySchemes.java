package dev.corvid.tools;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// How the API of a document tells its users, by the names of the schemes.
final class SecuritySchemes {
  private static final Set<String> CLIENT_HEADERS =
      Set.of("connection", "content-length", "expect", "host", "upgrade");

  private final Map<String, Scheme> schemes = new LinkedHashMap<>();

  /// A way to tell who one is.
  sealed interface Scheme {
    /// A key in a header, a query parameter or a cookie.
    record Key(Parameter.Place place, String name) implements Scheme {}

    /// `Authorization: Bearer`, also for tokens of OAuth 2 and OpenID Connect that the user has.
    record Bearer() implements Scheme {}

    /// `Authorization: Basic`; the credential is `user:password`.
    record Basic() implements Scheme {}
  }

  SecuritySchemes(Specification specification) {
    Nodes.object(specification.root(), "components")
        .ifPresent(
            components ->
                Nodes.entries(components, "securitySchemes")
                    .forEach(
                        e ->
                            specification
                                .references()
                                .find(e.getValue())
                                .flatMap(SecuritySchemes::scheme)
                                .ifPresent(s -> schemes.put(e.getKey(), s))));
  }

  private static Optional<Scheme> scheme(JsonNode node) {
    String type = Nodes.text(node, "type").orElse("");
    return switch (type) {
      case "apiKey" -> key(node);
      case "http" ->
          switch (Nodes.text(node, "scheme").orElse("").toLowerCase(Locale.ROOT)) {
            case "basic" -> Optional.of(new Scheme.Basic());
            case "bearer" -> Optional.of(new Scheme.Bearer());
            default -> Optional.empty();
          };
      case "oauth2", "openIdConnect" -> Optional.of(new Scheme.Bearer());
      default -> Optional.empty();
    };
  }

  private static Optional<Scheme> key(JsonNode node) {
    String in = Nodes.text(node, "in").orElse("");
    Optional<String> name =
        Nodes.text(node, "name")
            .filter(n -> n.matches("[!-~]{1,200}") && (!in.equals("header") || isHeader(n)));
    for (Parameter.Place place : Parameter.Place.values()) {
      if (place.word().equals(in) && place != Parameter.Place.PATH) {
        return name.map(n -> new Scheme.Key(place, n));
      }
    }
    return Optional.empty();
  }

  /// Whether the client lets anybody set it.
  private static boolean isHeader(String name) {
    return Parameter.HEADER_NAME.matcher(name).matches()
        && !CLIENT_HEADERS.contains(name.toLowerCase(Locale.ROOT));
  }

  /// The names of all schemes, in the document's order.
  List<String> names() {
    return List.copyOf(schemes.keySet());
  }

  Optional<Scheme> named(String name) {
    return Optional.ofNullable(schemes.get(name));
  }

  /// Whether a parameter is one that a credential fills in.
  boolean fillIn(Parameter parameter) {
    return schemes.values().stream()
        .anyMatch(
            scheme ->
                scheme instanceof Scheme.Key(Parameter.Place place, String name)
                    && place == parameter.place()
                    && (place == Parameter.Place.HEADER
                        ? name.equalsIgnoreCase(parameter.name())
                        : name.equals(parameter.name())));
  }
}
