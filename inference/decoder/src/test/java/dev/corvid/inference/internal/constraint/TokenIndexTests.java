package dev.corvid.inference.internal.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenIndexTests {
  private static final long SEED = Long.getLong("corvid.seed", 20261127L);
  private static final String[] FRAGMENTS = {
    "{", "}", "[", "]", "\"", ":", ", ", "null", "true", "name", "ab", "1", "20", "\\u00", "é", "日",
    " ", "\n", "a", "e", ".", "-", "größe", "red", "green", "x y"
  };

  /// All single bytes, then fragments in random rows, some of them twice.
  private static byte[][] vocabulary(Random random) {
    byte[][] tokens = new byte[256 + random.nextInt(600)][];
    for (int token = 0; token < tokens.length; token++) {
      if (token < 256) {
        tokens[token] = new byte[] {(byte) token};
      } else {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
          text.append(FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
        }
        byte[] whole = text.toString().getBytes(StandardCharsets.UTF_8);
        // Tokens may begin or end within a character.
        int from = random.nextInt(2);
        tokens[token] = Arrays.copyOfRange(whole, Math.min(from, whole.length - 1), whole.length);
      }
    }
    return tokens;
  }

  @Test
  void masksAllowExactlyTheTokensThatCanBeRead() {
    Random random = new Random(SEED);
    RandomSchemas schemas = new RandomSchemas(random);
    int masks = 0;
    for (int round = 0; round < 100; round++) {
      byte[][] tokens = vocabulary(random);
      TokenIndex index = TokenIndex.of(tokens.length, token -> token % 7 != 3, t -> tokens[t]);
      String schema = schemas.next();
      try {
        Automaton automaton = new Automaton(Grammar.of(schema, true), index);
        State state = automaton.start();
        for (int step = 0; step < 12 && !state.isFinal(); step++) {
          List<Integer> allowed = check(automaton, state, tokens);
          masks++;
          if (allowed.isEmpty()) {
            break;
          }
          state = state.next(tokens[allowed.get(random.nextInt(allowed.size()))]);
        }
      } catch (SchemaException e) {
        assertThat(e).hasMessageContaining("nothing fulfils");
      } catch (AssertionError e) {
        throw new AssertionError("seed %d, round %d: %s".formatted(SEED, round, schema), e);
      }
    }
    assertThat(masks).isGreaterThan(200);
  }

  private static List<Integer> check(Automaton automaton, State state, byte[][] tokens) {
    long[] mask = automaton.allowed(state);
    List<Integer> allowed = new ArrayList<>();
    for (int token = 0; token < tokens.length; token++) {
      boolean isAllowed = (mask[token / 64] >>> token & 1) == 1;
      boolean isReadable = token % 7 != 3 && !state.next(tokens[token]).isDead();
      assertThat(isAllowed).as("token %d", token).isEqualTo(isReadable);
      if (isAllowed) {
        allowed.add(token);
      }
    }
    return allowed;
  }

  @Test
  void spellsATextWithTheLongestTokens() {
    byte[][] tokens = bytes("a", "b", "ab", "abc", "c", "é", "\u00c3");
    tokens[6] = new byte[] {(byte) 0xC3};
    TokenIndex index = TokenIndex.of(tokens.length, token -> true, t -> tokens[t]);
    assertThat(spell(index, "abcabab")).containsExactly(3, 2, 2);
    assertThat(spell(index, "cé")).containsExactly(4, 5);
    assertThat(spell(index, "")).isEmpty();
    assertThat(index.spell("abx".getBytes(StandardCharsets.UTF_8))).isEmpty();
    TokenIndex withoutSome = TokenIndex.of(tokens.length, token -> token != 3, t -> tokens[t]);
    assertThat(spell(withoutSome, "abc")).containsExactly(2, 4);
  }

  @Test
  void whatIsSpelledIsTheText() {
    Random random = new Random(SEED);
    for (int round = 0; round < 100; round++) {
      byte[][] tokens = vocabulary(random);
      TokenIndex index = TokenIndex.of(tokens.length, token -> true, t -> tokens[t]);
      byte[] text = new byte[random.nextInt(200)];
      random.nextBytes(text);
      ByteArrayOutputStream spelled = new ByteArrayOutputStream();
      for (int token : index.spell(text).orElseThrow()) {
        spelled.writeBytes(tokens[token]);
      }
      assertThat(spelled.toByteArray()).as("round %d of seed %d", round, SEED).isEqualTo(text);
    }
  }

  private static int[] spell(TokenIndex index, String text) {
    return index.spell(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  private static byte[][] bytes(String... texts) {
    byte[][] bytes = new byte[texts.length][];
    for (int i = 0; i < texts.length; i++) {
      bytes[i] = texts[i].getBytes(StandardCharsets.UTF_8);
    }
    return bytes;
  }
}
