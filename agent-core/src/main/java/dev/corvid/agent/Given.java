package dev.corvid.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What was given by anybody: by the user's request or by a result. A small model that does not
/// know the id of a thing makes one up, and a call with it reaches some other thing. So a value
/// that names a thing has to be given. Belongs to the run's thread.
final class Given {
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

  /// What stands between the date and the time of an instant.
  private static final Pattern TIME = Pattern.compile("(?<=\\d)T(?=\\d\\d:)");

  /// Among more values than these the model chooses freely.
  private static final int MOST_CHOICES = 64;

  /// Expressions in which each part has one length: others may take for ever, even over a short
  /// text.
  private static final Pattern SIMPLE = Pattern.compile("(?:[^(*+?{|]|\\{\\d{1,2}\\}){0,64}+");

  /// Results in which nothing was found.
  private static final Set<String> NOTHING = Set.of("", "[]");

  /// Words in a row that begin with a capital letter.
  private static final Pattern FULL_NAME =
      Pattern.compile("\\p{Lu}[\\p{L}\\p{M}'’-]{1,40}(?: \\p{Lu}[\\p{L}\\p{M}'’-]{1,40}){1,4}");

  /// A word with a code behind it: "booking 703".
  private static final Pattern NUMBERED =
      Pattern.compile(
          "(\\p{L}{2,40}) (?:(?:no\\.?|number|nr\\.?|#) ?)?#?([\\p{L}_-]{0,8}\\d[\\p{L}\\p{N}_-]{0,24})");

  private static final Pattern POSSESSIVE = Pattern.compile("['’]s?$");

  private static final Pattern CODE = Pattern.compile("[\\p{L}\\p{N}_-]*\\p{N}[\\p{L}\\p{N}_-]*");

  /// What nobody writes in words of his own: a date, a code, an address.
  private static final Pattern LITERAL =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}|\\b\\p{Lu}{1,6}-?\\d{2,12}\\b|[\\w.+-]{1,64}@[\\w.-]{1,64}\\w");

  private final StringBuilder words = new StringBuilder(" ");
  private final StringBuilder read = new StringBuilder(" ");
  private final Set<String> codes = new LinkedHashSet<>();
  private final Set<String> proper = new LinkedHashSet<>();
  private final Set<String> fullNames = new LinkedHashSet<>();
  private final Map<String, String> numbered = new LinkedHashMap<>();
  private final StringBuilder prose = new StringBuilder(" ");
  private final Things things;

  /// @param tools what may be called
  Given(List<ToolSpec> tools) {
    this.things = new Things(tools);
  }

  /// What the user said.
  void request(String text) {
    words.append(stems(text));
    CODE.matcher(text).results().forEach(match -> codes.add(match.group()));
    Word.of(text).stream().filter(Given::isSpelled).forEach(word -> codes.add(word.stem()));
    NUMBERED
        .matcher(text)
        .results()
        .forEach(
            match ->
                numbered.put(match.group(2), Stems.of(match.group(1).toLowerCase(Locale.ROOT))));
    FULL_NAME
        .matcher(text)
        .results()
        .forEach(match -> fullNames.add(POSSESSIVE.matcher(match.group()).replaceFirst("")));
    for (Span sentence : Sentences.of(text)) {
      Word.of(sentence.in(text)).stream()
          .skip(1)
          .filter(word -> word.capital() && !word.number())
          .forEach(word -> proper.add(sentence.in(text).substring(word.start(), word.end())));
    }
  }

  /// Whether a word is the name of a number; "one" mostly stands for something else.
  private static boolean isSpelled(Word word) {
    return word.number()
        && !Character.isDigit(word.lower().charAt(0))
        && !Set.of("0", "1").contains(word.stem());
  }

  /// A tool said something.
  ///
  /// @param arguments what it was asked, a JSON object
  void read(String tool, String arguments, String text) {
    words.append(stems(text));
    read.append(stems(text));
    if (!NOTHING.contains(text)) {
      // What something was found by: the result may not say it again.
      read.append(stems(arguments));
    }
    things.read(tool, arguments, text);
    try {
      prose(JsonMapper.shared().readTree(text));
    } catch (JacksonException e) {
      prose.append(text).append(' ');
    }
  }

  /// A value of several words may mention names of things.
  private void prose(JsonNode node) {
    if (node.isString() && node.stringValue().contains(" ")) {
      prose.append(node.stringValue()).append(' ');
    }
    node.valueStream().forEach(this::prose);
  }

  /// The tool with a choice of values where a parameter names a thing and things were read: those
  /// of the fields that may name it, and what the user said. A small model puts a name together
  /// from what it sees otherwise.
  ToolSpec narrow(ToolSpec tool) {
    if (!(ToolText.parameters(tool) instanceof ObjectNode schema)
        || !(schema.path("properties") instanceof ObjectNode properties)) {
      return tool;
    }
    boolean narrowed = false;
    for (Map.Entry<String, JsonNode> parameter : properties.properties()) {
      Set<String> choices = choices(tool, parameter.getKey(), parameter.getValue());
      if (!choices.isEmpty() && parameter.getValue() instanceof ObjectNode narrow) {
        boolean numbers = isInteger(narrow);
        ArrayNode values = narrow.putArray("enum");
        choices.forEach(
            value -> {
              if (numbers) {
                values.add(Long.parseLong(value));
              } else {
                values.add(value);
              }
            });
        narrowed = true;
      }
    }
    return narrowed ? tool.withParameters(schema.toString()) : tool;
  }

  /// The values that a parameter may have; none if any may be meant.
  private Set<String> choices(ToolSpec tool, String name, JsonNode parameter) {
    if (!names(name) || !isOpen(parameter)) {
      return Set.of();
    }
    Set<String> choices = things.meant(tool, name, value -> takes(parameter, value), mentions());
    if (choices.isEmpty() || choices.size() > MOST_CHOICES) {
      return Set.of();
    }
    codes.stream()
        .filter(
            code -> takes(parameter, code) && !choices.stream().anyMatch(code::equalsIgnoreCase))
        .forEach(choices::add);
    return choices;
  }

  /// What the request names: as stems, each with a space behind it.
  private List<String> mentions() {
    return Stream.concat(proper.stream(), codes.stream())
        .map(Given::stems)
        .filter(stems -> !stems.isEmpty())
        .distinct()
        .toList();
  }

  private static boolean isInteger(JsonNode parameter) {
    return parameter.path("type").asString("").equals("integer");
  }

  /// Whether a pattern, if it is one that is quickly tried, takes a value.
  private static boolean isLikely(String pattern, String value) {
    try {
      return !SIMPLE.matcher(pattern).matches() || Pattern.compile(pattern).matcher(value).find();
    } catch (PatternSyntaxException e) {
      return true;
    }
  }

  /// A name for which another kind of name is wanted is not known yet: "Vik Marina" is no C-14.
  private static boolean fits(JsonNode parameter, JsonNode value) {
    return !value.isString()
        || isLikely(parameter.path("pattern").asString(""), value.stringValue());
  }

  private static boolean takes(JsonNode parameter, String value) {
    if (isInteger(parameter)) {
      return value.matches("-?\\d{1,18}");
    }
    return parameter.path("type").asString("").equals("string")
        && isLikely(parameter.path("pattern").asString(""), value);
  }

  /// The stems of the words, each with a space behind it.
  static String stems(String text) {
    StringBuilder stems = new StringBuilder();
    String dated = TIME.matcher(text).replaceAll(" ");
    for (String word : BETWEEN_WORDS.split(dated.toLowerCase(Locale.ROOT))) {
      if (!word.isEmpty()) {
        stems.append(Stems.of(word)).append(' ');
      }
    }
    return stems.toString();
  }

  /// The first argument that names a thing and that nobody gave.
  Optional<String> madeUp(ToolSpec tool, String arguments) {
    JsonNode properties = ToolText.parameters(tool).path("properties");
    return JsonMapper.shared().readTree(arguments).properties().stream()
        .filter(field -> names(field.getKey()))
        .filter(field -> properties.path(field.getKey()).path("enum").isEmpty())
        .filter(
            field ->
                !isKnown(tool, field.getKey(), field.getValue())
                    || !fits(properties.path(field.getKey()), field.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /// What the request calls by a number: stems, such as "book" for "booking 703".
  Set<String> numbered() {
    return Set.copyOf(numbered.values());
  }

  /// Codes in the request that nothing which was read has, of things of these kinds: "9003" of
  /// "invoice 9003".
  List<String> unseen(Set<String> kinds) {
    return numbered.entrySet().stream()
        .filter(code -> kinds.contains(code.getValue()))
        .map(Map.Entry::getKey)
        .filter(code -> read.indexOf(" " + stems(code)) < 0)
        .toList();
  }

  /// Names in the request that neither the arguments have nor anything that was read, where a thing
  /// is to be changed that the request names in some other way only: which one it is cannot be
  /// known then.
  List<String> unseen(ToolSpec tool, String arguments) {
    JsonNode json = JsonMapper.shared().readTree(arguments);
    boolean isChosen =
        tool.effect() == Effect.WRITE
            && json.properties().stream()
                .anyMatch(
                    field ->
                        names(field.getKey()) && !codes.contains(field.getValue().asString("")));
    String said = stems(json.toString());
    return isChosen ? unseen(said) : List.of();
  }

  /// The first argument of a change that names a thing of which nothing says what the request says,
  /// while the request says something that nothing else explains: another thing may be meant. What
  /// the arguments say themselves is explained, and a request that names nothing leaves it to the
  /// model.
  Optional<String> unmeant(ToolSpec tool, String arguments) {
    if (tool.effect() == Effect.READ) {
      return Optional.empty();
    }
    JsonNode json = JsonMapper.shared().readTree(arguments);
    String written = " " + stems(json.toString());
    Set<String> unexplained =
        mentions().stream()
            .filter(mention -> !written.contains(" " + mention))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    List<String> mentions = List.copyOf(unexplained);
    List<String> unmeant = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      String name = field.getValue().asString("");
      if (isChosen(tool, field.getKey(), field.getValue())) {
        List<String> said = things.said(tool, field.getKey(), name, mentions);
        said.forEach(unexplained::remove);
        if (said.isEmpty()) {
          unmeant.add(field.getKey());
        }
      }
    }
    return unexplained.isEmpty() ? Optional.empty() : unmeant.stream().findFirst();
  }

  /// Whether an argument names a thing that was read, and not one that the user numbered.
  private boolean isChosen(ToolSpec tool, String parameter, JsonNode value) {
    String name = value.asString("");
    return value.isValueNode()
        && names(parameter)
        && codes.stream().noneMatch(name::equalsIgnoreCase)
        && !things.named(tool, parameter, name::equalsIgnoreCase).isEmpty();
  }

  /// Names in the request that are neither in a text nor in anything that was read.
  List<String> unseen(String said) {
    return proper.stream()
        .filter(name -> read.indexOf(" " + stems(name)) < 0 && !said.contains(stems(name)))
        .toList();
  }

  /// Whether all dates, codes and addresses in an answer were given: a small model makes up what it
  /// did not find.
  boolean grounds(String answer) {
    return LITERAL
        .matcher(answer)
        .results()
        .allMatch(literal -> words.indexOf(" " + stems(literal.group())) >= 0);
  }

  /// The call without the optional arguments that nobody gave: a small model fills in all there is
  /// room for. A value counts as given if one of its words is, or all of it where it names a thing.
  /// What is chosen from a list, what has parts, and which thing is changed is left to the model.
  CallDraft withoutInvented(ToolSpec tool, CallDraft draft) {
    JsonNode schema = ToolText.parameters(tool);
    Set<String> required = ToolText.required(schema);
    ObjectNode kept = JsonMapper.shared().createObjectNode();
    JsonMapper.shared().readTree(draft.arguments()).properties().stream()
        .filter(
            field ->
                required.contains(field.getKey())
                    || !isOpen(schema.path("properties").path(field.getKey()))
                    || tool.effect() == Effect.WRITE && names(field.getKey())
                    || isGiven(tool, field.getKey(), field.getValue()))
        .forEach(field -> kept.set(field.getKey(), field.getValue()));
    return new CallDraft(draft.tool(), kept.toString());
  }

  /// The call with whole names: a small model cuts "Ada King" to "Ada", and finds nothing by it.
  CallDraft withFullNames(CallDraft draft) {
    if (!(JsonMapper.shared().readTree(draft.arguments()) instanceof ObjectNode arguments)
        || !arguments.path("name").isString()) {
      return draft;
    }
    String name = arguments.path("name").stringValue();
    Set<String> whole =
        fullNames.stream()
            .map(
                full ->
                    (" " + full + " ").indexOf(" " + name + " ") < 0
                        ? ""
                        : full.substring(full.indexOf(name)))
            .filter(full -> !full.isEmpty())
            .collect(Collectors.toSet());
    return whole.size() == 1
        ? new CallDraft(draft.tool(), arguments.put("name", whole.iterator().next()).toString())
        : draft;
  }

  /// Whether a parameter is known and takes more than a few values.
  private static boolean isOpen(JsonNode parameter) {
    return parameter.isObject() && parameter.path("enum").isEmpty();
  }

  private boolean isGiven(ToolSpec tool, String parameter, JsonNode value) {
    if (!value.isString() && !value.isNumber()) {
      return true;
    }
    return names(parameter)
        ? isKnown(tool, parameter, value)
        : BETWEEN_WORDS
            .splitAsStream(stems(value.asString("")))
            .anyMatch(stem -> words.indexOf(" " + stem + " ") >= 0);
  }

  private static boolean names(String parameter) {
    return ParameterName.of(parameter).names();
  }

  /// Whether a value that names a thing is the user's, or that of a thing that was read. What has
  /// a digit in it is not made of parts: TG-107 is no 107.
  private boolean isKnown(ToolSpec tool, String parameter, JsonNode value) {
    if (value.isContainer()) {
      return value.valueStream().allMatch(item -> isKnown(tool, parameter, item));
    }
    String name = value.asString("");
    return codes.stream().anyMatch(name::equalsIgnoreCase)
        || !things.named(tool, parameter, name::equalsIgnoreCase).isEmpty()
        || (CODE.matcher(name).find()
            ? isWhole(name, prose.toString())
            : words.indexOf(" " + stems(name)) >= 0);
  }

  /// Whether a text has a name that is not a part of another one.
  private static boolean isWhole(String name, String text) {
    String part = "[\\p{L}\\p{N}_-]";
    return Pattern.compile(
            "(?<!%1$s)%2$s(?!%1$s)".formatted(part, Pattern.quote(name)), Pattern.CASE_INSENSITIVE)
        .matcher(text)
        .find();
  }
}
