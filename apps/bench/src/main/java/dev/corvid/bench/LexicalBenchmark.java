package dev.corvid.bench;

import dev.corvid.agent.Passage;
import dev.corvid.agent.Query;
import dev.corvid.agent.spi.Retriever;
import dev.corvid.retrieval.Chunking;
import dev.corvid.retrieval.Contention;
import dev.corvid.retrieval.DocumentIndex;
import dev.corvid.retrieval.DocumentSource;
import dev.corvid.retrieval.IndexListener;
import dev.corvid.retrieval.IndexSettings;
import dev.corvid.retrieval.SourceDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// BM25 queries of eight words over 10,000 made-up passages of 100, whose words are as unevenly
/// frequent as those of a language (Zipf).
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class LexicalBenchmark {
  private static final int DOCUMENTS = 10_000;
  private static final int DOCUMENT_WORDS = 100;
  private static final int QUERY_WORDS = 8;
  private static final int VOCABULARY = 50_000;
  private static final int TOP_K = 10;

  private final Random random = new Random(42);
  private final Path folder;
  private final DocumentIndex index;
  private final Retriever retriever;
  private final List<String> queries = new ArrayList<>();
  private int next;

  public LexicalBenchmark() {
    folder = temporaryFolder();
    IndexSettings settings = IndexSettings.defaults().withChunking(Chunking.wholeDocuments());
    index = DocumentIndex.open(folder, settings);
    List<SourceDocument> documents = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      documents.add(SourceDocument.of("d" + i, "", words(DOCUMENT_WORDS)));
    }
    index.update(DocumentSource.of(documents), Contention.WAIT, IndexListener.SILENT);
    retriever = index.retriever();
    for (int i = 0; i < 1000; i++) {
      queries.add(words(QUERY_WORDS));
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("corvid-bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String words(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      // The inverse of a density of 1/rank.
      text.append('w').append((int) Math.pow(VOCABULARY, random.nextDouble())).append(' ');
    }
    return text.toString();
  }

  @Benchmark
  public List<Passage> query() {
    String text = queries.get(next++ % queries.size());
    return retriever.retrieve(Query.of(text, TOP_K).withMode(Query.Mode.BM25));
  }

  @TearDown
  public void close() throws IOException {
    index.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
