package dev.corvid.bench;

import dev.corvid.agent.CorvidFolders;
import dev.corvid.inference.ModelFile;
import dev.corvid.inference.Tokenizer;
import dev.corvid.inference.catalog.ModelStore;
import dev.corvid.inference.catalog.PullListener;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Splitting 10,000 words of made-up prose into the tokens of the smallest model.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class TokenizerBenchmark {
  private static final int WORDS = 10_000;

  private final Tokenizer tokenizer;
  private final String text;

  public TokenizerBenchmark() {
    ModelStore store = new ModelStore(CorvidFolders.of(System.getenv()).models());
    try (ModelFile file = ModelFile.open(store.pull("smollm2-135m", PullListener.SILENT))) {
      tokenizer = Tokenizer.of(file);
    }
    text = prose(new Random(42));
    if (!tokenizer.decode(tokenizer.encode(text)).equals(text)) {
      throw new IllegalStateException("the tokens do not spell the text");
    }
  }

  private static String prose(Random random) {
    StringBuilder prose = new StringBuilder();
    for (int i = 0; i < WORDS; i++) {
      int letters = 1 + random.nextInt(9);
      for (int j = 0; j < letters; j++) {
        prose.append((char) ('a' + random.nextInt(26)));
      }
      prose.append(i % 12 == 11 ? ". " : " ");
    }
    return prose.toString();
  }

  @Benchmark
  public int[] encode() {
    return tokenizer.encode(text);
  }
}
