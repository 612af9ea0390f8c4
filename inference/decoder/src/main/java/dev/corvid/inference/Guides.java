package dev.corvid.inference;

import dev.corvid.agent.Constraint;
import dev.corvid.inference.internal.constraint.Automaton;
import dev.corvid.inference.internal.constraint.Grammar;
import dev.corvid.inference.internal.constraint.SchemaException;
import dev.corvid.inference.internal.constraint.TokenIndex;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes the guides of a model and keeps what was worked out for its last schemas. Not thread-safe.
final class Guides {
  private static final int KEPT = 4;

  private final Tokenizer tokenizer;
  private final Map<Constraint.JsonSchema, Automaton> automata =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Constraint.JsonSchema, Automaton> eldest) {
          return size() > KEPT;
        }
      };

  private @Nullable TokenIndex index;
  private long[] ends = new long[0];

  Guides(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /// The keywords of a constraint that are not enforced, by their JSON pointers.
  ///
  /// @throws ConstraintException if it cannot be enforced as it asks for
  static List<String> unenforced(Constraint constraint) {
    return switch (constraint) {
      case Constraint.None() -> List.of();
      case Constraint.JsonSchema schema -> grammar(schema).unenforced();
    };
  }

  /// @param room for how many tokens there is room
  /// @throws ConstraintException if the constraint cannot be enforced as it asks for, or needs more
  ///     tokens
  Guide of(Constraint constraint, int room) {
    return switch (constraint) {
      case Constraint.None() -> Guide.free(tokenizer);
      case Constraint.JsonSchema schema -> {
        Automaton automaton = automata.computeIfAbsent(schema, this::automaton);
        requireRoom(automaton, room);
        yield new SchemaGuide(tokenizer, automaton, ends);
      }
    };
  }

  private Automaton automaton(Constraint.JsonSchema schema) {
    Grammar grammar = grammar(schema);
    TokenIndex known = index;
    if (known == null) {
      known = TokenIndex.of(tokenizer.vocabularySize(), tokenizer::isText, tokenizer::bytes);
      index = known;
      ends = ends();
    }
    return new Automaton(grammar, known);
  }

  private long[] ends() {
    int size = tokenizer.vocabularySize();
    long[] bits = new long[(size + Long.SIZE - 1) / Long.SIZE];
    for (int token = 0; token < size; token++) {
      if (tokenizer.isEnd(token)) {
        bits[token / Long.SIZE] |= 1L << token;
      }
    }
    return bits;
  }

  private static Grammar grammar(Constraint.JsonSchema schema) {
    try {
      return Grammar.of(schema.schema(), schema.strict());
    } catch (SchemaException e) {
      throw ConstraintException.of(e);
    }
  }

  private static void requireRoom(Automaton automaton, int room) {
    if (automaton.ending(automaton.start(), room).isEmpty()) {
      throw new ConstraintException(
          "the shortest text that fulfils the schema has %s, there is room for %,d"
              .formatted(automaton.shortest(), room),
          "Allow more tokens, or require less in the schema.",
          null);
    }
  }
}
