package dev.corvid.agent;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes inflections of an English word equal: "defeated" and "defeats" have the stem "defeat". A
/// light stemmer, for it decides whether a quote says the same, where joining two different words
/// costs more than missing an inflection. Words of other scripts are their own stem.
final class Stems {
  private static final List<String> SUFFIXES =
      List.of("ations", "ation", "ings", "ing", "edly", "ied", "ed", "ies", "es", "s", "ly");
  private static final int SHORTEST_STEM = 3;

  private static final Map<String, String> NUMBERS =
      Map.ofEntries(
          Map.entry("zero", "0"),
          Map.entry("one", "1"),
          Map.entry("two", "2"),
          Map.entry("three", "3"),
          Map.entry("four", "4"),
          Map.entry("five", "5"),
          Map.entry("six", "6"),
          Map.entry("seven", "7"),
          Map.entry("eight", "8"),
          Map.entry("nine", "9"),
          Map.entry("ten", "10"),
          Map.entry("eleven", "11"),
          Map.entry("twelve", "12"),
          Map.entry("hundred", "100"),
          Map.entry("thousand", "1000"));

  /// Words that tell nothing by themselves.
  private static final Set<String> STOP =
      Set.of(
          """
          a an and any are as at be been but by can could did do does for from had has have he her his
          how i if in into is it its may me my no nor not of on or our she should so some such than
          that the their them then there these they this those to was we were what when where which
          while who whom whose why will with would you your s t
          """
              .strip()
              .split("\\s+"));

  /// Forms that no suffix explains, each with its base.
  private static final Map<String, String> IRREGULAR =
      irregular(
          """
          became:become began:begin begun:begin born:bear broke:break broken:break brought:bring \
          built:build bought:buy caught:catch chose:choose chosen:choose came:come drew:draw \
          drawn:draw drove:drive driven:drive fell:fall fallen:fall felt:feel fought:fight \
          found:find gave:give given:give went:go gone:go grew:grow grown:grow held:hold \
          kept:keep knew:know known:know laid:lay led:lead left:leave lent:lend lost:lose \
          made:make meant:mean met:meet paid:pay ran:run rose:rise risen:rise said:say saw:see \
          seen:see sent:send sold:sell shown:show sang:sing sung:sing spoke:speak spoken:speak \
          spent:spend stood:stand swore:swear taught:teach took:take taken:take thought:think \
          told:tell threw:throw thrown:throw understood:understand used:use using:use won:win wore:wear worn:wear \
          wrote:write written:write men:man women:woman children:child people:person""");

  private Stems() {}

  private static Map<String, String> irregular(String pairs) {
    return Stream.of(pairs.strip().split("\\s+"))
        .map(pair -> pair.split(":"))
        .collect(Collectors.toUnmodifiableMap(pair -> pair[0], pair -> pair[1]));
  }

  /// The stem of a lower-case word.
  static String of(String word) {
    String number = NUMBERS.get(word);
    if (number != null) {
      return number;
    }
    if (Character.isDigit(word.charAt(0))) {
      return word.replace(",", "");
    }
    return isLatin(word) ? cut(IRREGULAR.getOrDefault(word, word)) : word;
  }

  static boolean isStopWord(String word) {
    return STOP.contains(word);
  }

  private static String cut(String word) {
    for (String suffix : SUFFIXES) {
      if (word.endsWith(suffix)
          && word.length() - suffix.length() >= SHORTEST_STEM
          && !word.endsWith("ss")) {
        String stem = word.substring(0, word.length() - suffix.length());
        return finish(suffix.equals("ies") || suffix.equals("ied") ? stem + "y" : stem);
      }
    }
    return finish(word);
  }

  private static String finish(String stem) {
    int length = stem.length();
    boolean doubled =
        length > SHORTEST_STEM
            && stem.charAt(length - 1) == stem.charAt(length - 2)
            && "bdgmnprt".indexOf(stem.charAt(length - 1)) >= 0;
    if (doubled) {
      return stem.substring(0, length - 1);
    }
    return length > SHORTEST_STEM && stem.endsWith("e") ? stem.substring(0, length - 1) : stem;
  }

  private static boolean isLatin(String word) {
    return word.chars().allMatch(c -> c < 0x250);
  }
}
