package dev.corvid.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the user configured: `corvid.yaml`, and `CORVID_*` variables of the environment over it.
/// Values may name variables of the environment as `${NAME}`; they are looked up when a value is
/// used, so that a secret that is not needed need not be there. Immutable.
public final class Configuration {
  /// The keys there are; `*` stands for a name of the user's own.
  private static final List<String> KEYS =
      List.of(
          "corvid.model.name",
          "corvid.model.path",
          "corvid.model.url",
          "corvid.model.key",
          "corvid.model.context-length",
          "corvid.apis.*.spec",
          "corvid.apis.*.base-url",
          "corvid.apis.*.allow-origins",
          "corvid.apis.*.credentials.*",
          "corvid.apis.*.policies.*");

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private final Map<String, List<String>> values;
  private final Map<String, String> environment;

  private Configuration(Map<String, List<String>> values, Map<String, String> environment) {
    this.values = Collections.unmodifiableMap(values);
    this.environment = Map.copyOf(environment);
  }

  /// @param file the flattened file: keys with dots, each with one value or a list
  /// @param warn hears of each key that nobody knows
  static Configuration of(
      Map<String, List<String>> file, Map<String, String> environment, Consumer<String> warn) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    file.forEach(
        (key, value) ->
            known(key)
                .ifPresentOrElse(
                    k -> values.put(k, List.copyOf(value)), () -> warn.accept(unknown(key))));
    addEnvironment(values, environment);
    return new Configuration(values, environment);
  }

  /// The value of a key, if there is one.
  ///
  /// @throws ConfigurationException if it names a variable that is not set
  public Optional<String> value(String key) {
    List<String> all = values(key);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst());
  }

  /// The values of a key that may have several.
  ///
  /// @throws ConfigurationException if one names a variable that is not set
  public List<String> values(String key) {
    return values.getOrDefault(key, List.of()).stream().map(v -> resolved(key, v)).toList();
  }

  /// The names directly below a key: `names("corvid.apis")` are those of the APIs.
  public Set<String> names(String key) {
    Set<String> names = new TreeSet<>();
    for (String each : values.keySet()) {
      if (each.startsWith(key + ".")) {
        names.add(each.substring(key.length() + 1).split("\\.", 2)[0]);
      }
    }
    return names;
  }

  private String resolved(String key, String value) {
    Matcher matcher = VARIABLE.matcher(value);
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group(1);
      String found = environment.getOrDefault(name, "");
      if (found.isEmpty()) {
        throw new ConfigurationException(
            "%s names ${%s}, which is not set".formatted(key, name),
            "Set the environment variable " + name + ".");
      }
      matcher.appendReplacement(text, Matcher.quoteReplacement(found));
    }
    return matcher.appendTail(text).toString();
  }

  /// The key as it is spelled here: dashes, underscores and capitals make no difference in what is
  /// not the user's own.
  private static Optional<String> known(String key) {
    List<String> given = List.of(key.split("\\.", -1));
    for (String pattern : KEYS) {
      List<String> parts = List.of(pattern.split("\\."));
      if (given.size() == parts.size()) {
        List<String> spelled = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
          boolean own = parts.get(i).equals("*") && !given.get(i).isEmpty();
          if (own || plain(parts.get(i)).equals(plain(given.get(i)))) {
            spelled.add(own ? given.get(i) : parts.get(i));
          }
        }
        if (spelled.size() == parts.size()) {
          return Optional.of(String.join(".", spelled));
        }
      }
    }
    return Optional.empty();
  }

  private static String unknown(String key) {
    List<String> given = List.of(key.split("\\.", -1));
    List<String> candidates = new ArrayList<>();
    for (String pattern : KEYS) {
      String[] parts = pattern.split("\\.");
      for (int i = 0; i < Math.min(parts.length, given.size()); i++) {
        parts[i] = parts[i].equals("*") ? given.get(i) : parts[i];
      }
      candidates.add(String.join(".", parts));
    }
    return "corvid.yaml: unknown key '%s'%s."
        .formatted(
            key, Nearest.of(key, candidates).map("; did you mean '%s'?"::formatted).orElse(""))
        .replace("?.", "?");
  }

  private static void addEnvironment(
      Map<String, List<String>> values, Map<String, String> environment) {
    Map<String, String> byPlain = new LinkedHashMap<>();
    values.keySet().forEach(key -> byPlain.put(plain(key), key));
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("CORVID_") && !value.isEmpty()) {
            Optional.ofNullable(byPlain.get(plain(name)))
                .or(() -> keyOf(name))
                .ifPresent(key -> values.put(key, split(key, value)));
          }
        });
  }

  /// The key that a variable means that overrides nothing: `CORVID_APIS_SHOP_BASE_URL`.
  private static Optional<String> keyOf(String variable) {
    for (String pattern : KEYS) {
      String expression =
          pattern
              .toUpperCase(Locale.ROOT)
              .replace(".", "_")
              .replace("-", "_?")
              .replaceFirst("\\*", "([A-Z0-9]+)")
              .replace("*", "([A-Z0-9_]+)");
      Matcher matcher = Pattern.compile(expression).matcher(variable);
      if (matcher.matches()) {
        String key = pattern;
        for (int i = 1; i <= matcher.groupCount(); i++) {
          key = key.replaceFirst("\\*", matcher.group(i).toLowerCase(Locale.ROOT));
        }
        return Optional.of(key);
      }
    }
    return Optional.empty();
  }

  private static List<String> split(String key, String value) {
    return key.endsWith("allow-origins") ? separated(List.of(value)) : List.of(value);
  }

  static List<String> separated(Collection<String> values) {
    return values.stream()
        .flatMap(value -> List.of(value.split(",")).stream())
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  private static String plain(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }
}
