package dev.corvid.inference;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// The tokens of a vocabulary that are no piece of text.
final class SpecialTokens {
  /// Names of tokens with which chat models end a turn; not all files say so otherwise.
  private static final Set<String> ENDS =
      Set.of(
          "<|im_end|>",
          "<|endoftext|>",
          "<|eot_id|>",
          "<|eom_id|>",
          "<|end_of_text|>",
          "<|end|>",
          "<end_of_turn>");

  /// Keys that name an end token by its id.
  private static final List<String> END_KEYS =
      List.of(
          "tokenizer.ggml.eos_token_id",
          "tokenizer.ggml.eot_token_id",
          "tokenizer.ggml.eom_token_id");

  private final List<Special> specials;
  private final BitSet ends;
  private final OptionalInt bos;
  private final OptionalInt eos;

  private SpecialTokens(List<Special> specials, BitSet ends, OptionalInt bos, OptionalInt eos) {
    this.specials = specials;
    this.ends = ends;
    this.bos = bos;
    this.eos = eos;
  }

  private record Special(int token, String name) {}

  /// A special token at `[from, to)` of a text.
  record Match(int from, int to, int token) {}

  static SpecialTokens of(ModelFile file, Vocabulary vocabulary) {
    List<Special> specials = specials(vocabulary);
    BitSet ends = new BitSet();
    for (Special special : specials) {
      if (ENDS.contains(special.name())) {
        ends.set(special.token());
      }
    }
    END_KEYS.forEach(key -> id(file, key, vocabulary).ifPresent(ends::set));
    return new SpecialTokens(
        specials,
        ends,
        id(file, "tokenizer.ggml.bos_token_id", vocabulary),
        id(file, "tokenizer.ggml.eos_token_id", vocabulary));
  }

  /// Longest first, so that a name that begins like another is found.
  private static List<Special> specials(Vocabulary vocabulary) {
    List<Special> specials = new ArrayList<>();
    for (int token = 0; token < vocabulary.size(); token++) {
      Vocabulary.Kind kind = vocabulary.kind(token);
      if (kind != Vocabulary.Kind.NORMAL && kind != Vocabulary.Kind.UNUSED) {
        specials.add(new Special(token, vocabulary.text(token)));
      }
    }
    specials.removeIf(special -> special.name().isEmpty());
    specials.sort(Comparator.comparingInt((Special special) -> special.name().length()).reversed());
    return List.copyOf(specials);
  }

  private static OptionalInt id(ModelFile file, String key, Vocabulary vocabulary) {
    if (!file.metadata().has(key)) {
      return OptionalInt.empty();
    }
    int id = file.metadata().integer(key);
    if (id < 0 || id >= vocabulary.size()) {
      throw ModelFileException.damaged(
          file.path(), "%s must be from 0 to %d, is %d".formatted(key, vocabulary.size() - 1, id));
    }
    return OptionalInt.of(id);
  }

  boolean isEnd(int token) {
    return ends.get(token);
  }

  OptionalInt bos() {
    return bos;
  }

  OptionalInt eos() {
    return eos;
  }

  /// The special tokens whose names occur in the text's markup, in the text's order, none
  /// overlapping another. Longer names are looked for first.
  List<Match> find(String text, Tokenizer.Markup markup) {
    List<Match> matches = new ArrayList<>();
    BitSet taken = new BitSet();
    for (Special special : specials) {
      int length = special.name().length();
      int at = text.indexOf(special.name());
      while (at >= 0) {
        int next = taken.nextSetBit(at);
        boolean free = next < 0 || next >= at + length;
        if (free && markup.covers(at, at + length)) {
          matches.add(new Match(at, at + length, special.token()));
          taken.set(at, at + length);
          at = text.indexOf(special.name(), at + length);
        } else {
          at = text.indexOf(special.name(), at + 1);
        }
      }
    }
    matches.sort(Comparator.comparingInt(Match::from));
    return matches;
  }
}
