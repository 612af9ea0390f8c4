package dev.corvid.tools;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Which server an operation's requests go to.
final class Servers {
  private static final int MOST_SERVERS = 50;

  private final Specification specification;
  private final Optional<URI> baseUrl;
  private final Set<Origin> typed;

  /// @param baseUrl the user's choice, over what the document says
  /// @param typed origins that the user named
  Servers(Specification specification, Optional<URI> baseUrl, Set<Origin> typed) {
    this.specification = specification;
    this.baseUrl = baseUrl;
    this.typed = Set.copyOf(typed);
  }

  /// The user's server, or the first of the document's to which requests may go, or its first.
  Optional<URI> base(Declared declared) {
    if (baseUrl.isPresent()) {
      return baseUrl.map(Servers::withoutEnd);
    }
    List<URI> candidates = candidates(declared);
    Set<Origin> origins = new LinkedHashSet<>();
    candidates.forEach(url -> origins.add(Origin.of(url)));
    OriginRules rules = new OriginRules(typed, origins);
    return candidates.stream()
        .filter(url -> rules.objection(Origin.of(url)).isEmpty())
        .findFirst()
        .or(() -> candidates.stream().findFirst())
        .map(Servers::withoutEnd);
  }

  private List<URI> candidates(Declared declared) {
    for (JsonNode level : List.of(declared.operation(), declared.item(), specification.root())) {
      List<URI> urls = new ArrayList<>();
      Nodes.list(level, "servers").stream()
          .limit(MOST_SERVERS)
          .forEach(server -> url(server).ifPresent(urls::add));
      if (!urls.isEmpty()) {
        return urls;
      }
    }
    return specification.source().map(source -> List.of(source.resolve("/"))).orElse(List.of());
  }

  private Optional<URI> url(JsonNode server) {
    Optional<String> template = Nodes.text(server, "url");
    if (template.isEmpty()) {
      return Optional.empty();
    }
    String text = template.get();
    for (Map.Entry<String, JsonNode> variable : Nodes.entries(server, "variables")) {
      String value = variable.getValue().path("default").asString("");
      text = text.replace("{" + variable.getKey() + "}", value);
    }
    if (text.startsWith("//")) {
      text = "https:" + text;
    }
    try {
      if (text.startsWith("http:") || text.startsWith("https:")) {
        return Optional.of(Origin.url(text));
      }
      String relative = text;
      return specification.source().map(source -> Origin.url(source.resolve(relative).toString()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Only scheme, authority and path, without a slash at the end.
  private static URI withoutEnd(URI url) {
    String text = url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
    while (text.endsWith("/")) {
      text = text.substring(0, text.length() - 1);
    }
    return URI.create(text);
  }
}
