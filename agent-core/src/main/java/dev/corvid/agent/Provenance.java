package dev.corvid.agent;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/// Where the values of a call may come from: the task, which is the user's, and what was read
/// since, which is not. Belongs to the run's thread.
final class Provenance {
  /// The source that stands for all documents.
  static final String DOCUMENTS = "documents";

  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

  /// Letters of scripts that put no space between words: each counts as a word.
  private static final Pattern UNSPACED =
      Pattern.compile(
          "[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}]");

  /// So many signs in a row, or such that nobody sees, say more than where a word ends: they may be
  /// a code.
  private static final Pattern SIGNS =
      Pattern.compile("[^\\p{L}\\p{N}\\s]{4}|\\s{4}|[\\p{Cf}\\uFE00-\\uFE0F\\x{E0100}-\\x{E01EF}]");

  /// Words as they are written in a sentence, a slug or an identifier; in any other place a sign
  /// may change what a text means: an address, a path, a number.
  private static final Pattern PLAIN_WORDS =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:[ _-][\\p{L}\\p{M}\\p{N}]+)*");

  /// What stands before and after a text that the task holds as a whole.
  private static final Pattern BEFORE = Pattern.compile("(?:^|[\\s\"'`´“”‘’«»„(\\[{<,;:=])$");

  private static final Pattern AFTER = Pattern.compile("[.!?…。,;:]*(?:$|[\\s\"'`´“”‘’«»)\\]}>])");

  private static final Pattern SENTENCE_END = Pattern.compile("[.!?…。]$");
  private static final Pattern NUMBER =
      Pattern.compile("-?\\d{1,400}(?:\\.\\d{1,400})?(?:[eE][+-]?\\d{1,3})?");
  private static final Pattern TASK_NUMBERS =
      Pattern.compile("(?:(?<![\\p{L}\\p{N}])-)?\\d{1,400}(?:[.,]\\d{1,400})*");
  private static final Pattern THOUSANDS = Pattern.compile(",(?=\\d{3}(?:\\D|$))");

  private String task = "";
  private String taskWords = " ";
  private final Set<String> taskNumbers = new HashSet<>();
  private final Map<String, StringBuilder> read = new HashMap<>();
  private final Set<String> typed = new HashSet<>();

  Provenance(String task) {
    said(task);
  }

  /// The user said something that belongs to the task.
  void said(String text) {
    task = (task + "\n" + plain(text)).strip();
    taskWords += words(text);
    TASK_NUMBERS
        .matcher(text)
        .results()
        .map(match -> THOUSANDS.matcher(match.group()).replaceAll(""))
        .flatMap(number -> Stream.of(isNumber(number) ? new String[] {number} : parts(number)))
        .forEach(number -> taskNumbers.add(canonical(number)));
  }

  /// Something was read that somebody else wrote.
  void add(String source, String text, Set<String> typedValues) {
    read.computeIfAbsent(source, key -> new StringBuilder()).append(words(text));
    typedValues.forEach(value -> typed.add(canonical(value)));
  }

  /// Whether anything was read that somebody else wrote.
  boolean isTainted() {
    return !read.isEmpty();
  }

  /// What was read from elsewhere than a tool's own origin.
  Set<String> foreign(String origin) {
    Set<String> sources = new LinkedHashSet<>(read.keySet());
    sources.remove(origin);
    return sources;
  }

  /// Whether all values are the task's own words and numbers, or typed fields of results. An empty
  /// value may be what somebody wrote wants, so it counts only while nothing was read.
  ///
  /// @param declared the names of fields that the tool's schema knows
  boolean isFromTaskOrTyped(JsonNode arguments, Set<String> declared) {
    return leaves(arguments, declared)
        .allMatch(leaf -> isFromTask(leaf) || isTyped(leaf) || (isEmpty(leaf) && !isTainted()));
  }

  /// Whether all values are the task's, or were read from the origin itself: then nothing is
  /// carried there. An empty value carries nothing.
  ///
  /// @param declared the names of fields that the tool's schema knows
  boolean isFromTaskOrOf(String origin, JsonNode arguments, Set<String> declared) {
    String own = read.getOrDefault(origin, new StringBuilder()).toString();
    return leaves(arguments, declared)
        .allMatch(leaf -> isEmpty(leaf) || isFromTask(leaf) || isWithin(own, leaf));
  }

  private static boolean isEmpty(JsonNode leaf) {
    return leaf.isContainer() || leaf.isNull() || leaf.asString("").isEmpty();
  }

  private static boolean isWithin(String own, JsonNode leaf) {
    String text = leaf.asString("");
    String words = words(text);
    return !words.isBlank() && !SIGNS.matcher(text).find() && own.contains(words);
  }

  private boolean isTyped(JsonNode leaf) {
    return leaf.isValueNode() && !leaf.isNull() && typed.contains(canonical(leaf.asString("")));
  }

  private boolean isFromTask(JsonNode leaf) {
    String text = leaf.asString("").strip();
    if (isNumber(text)) {
      return taskNumbers.contains(canonical(text));
    }
    if (!leaf.isString() || SIGNS.matcher(text).find()) {
      return false;
    }
    String said = SENTENCE_END.matcher(text).replaceFirst("");
    return isSaid(plain(said))
        || (PLAIN_WORDS.matcher(said).matches() && taskWords.contains(words(said)));
  }

  /// Whether the task holds a text that is not empty, from one border of words to another.
  private boolean isSaid(String text) {
    if (text.isEmpty()) {
      return false;
    }
    for (int at = task.indexOf(text); at >= 0; at = task.indexOf(text, at + 1)) {
      String before = task.substring(0, at);
      String after = task.substring(at + text.length());
      if (BEFORE.matcher(before).find() && AFTER.matcher(after).lookingAt()) {
        return true;
      }
    }
    return false;
  }

  /// All values, and the names that the schema does not know: a name carries text as well as a
  /// value does.
  private static Stream<JsonNode> leaves(JsonNode node, Set<String> declared) {
    Stream<JsonNode> names =
        node.propertyNames().stream()
            .filter(name -> !declared.contains(name))
            .map(StringNode::valueOf);
    return Stream.concat(
        names,
        node.valueStream()
            .flatMap(
                child ->
                    child.isContainer() && !child.isEmpty()
                        ? leaves(child, declared)
                        : Stream.of(child)));
  }

  private static String plain(String text) {
    return SPACE.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
  }

  /// The text's words in lower case, each between spaces, so that one text holds another only at
  /// the borders of words.
  private static String words(String text) {
    String words = BETWEEN_WORDS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ");
    String spaced = UNSPACED.matcher(words).replaceAll(" $0 ");
    return " " + SPACE.matcher(spaced).replaceAll(" ").strip() + " ";
  }

  private static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  /// The parts of a date, a version or a list.
  private static String[] parts(String numbers) {
    return numbers.split("[.,]");
  }

  /// The same for all ways to write a number; other text as it stands.
  private static String canonical(String text) {
    return isNumber(text) ? new BigDecimal(text).stripTrailingZeros().toString() : text;
  }
}
