package dev.corvid.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.Passage;
import dev.corvid.agent.Query;
import dev.corvid.agent.Query.Mode;
import dev.corvid.retrieval.DocumentException.Reason;
import dev.corvid.retrieval.UpdateReport.Failure;
import dev.corvid.test.HashingEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneIndexTests {
  private static final IndexSettings SETTINGS = IndexSettings.defaults();

  @TempDir private Path temp;
  private final List<String> notices = new ArrayList<>();
  private final IndexListener listener =
      new IndexListener() {
        @Override
        public void notice(String message) {
          notices.add(message);
        }
      };

  @Test
  void onlyWhatChangedIsProcessedAgain() {
    var source = new Documents();
    source
        .put("a", "Ravens cache food.")
        .put("b", "Crows crack nuts.")
        .put("c", "Jays hide acorns.");
    try (DocumentIndex index = open()) {
      UpdateReport first = index.update(source, Contention.WAIT, listener);
      assertThat(first.added()).isEqualTo(3);
      assertThat(first.chunks()).isEqualTo(3);
      assertThat(first.bytes()).isPositive();

      source.put("b", "Crows drop walnuts.").put("d", "Magpies steal silver.").remove("c");
      source.parsed.clear();
      UpdateReport second = index.update(source, Contention.WAIT, listener);

      assertThat(second)
          .extracting(
              UpdateReport::seen,
              UpdateReport::added,
              UpdateReport::changed,
              UpdateReport::removed,
              UpdateReport::unchanged)
          .containsExactly(3, 1, 1, 1, 1);
      assertThat(source.parsed).containsExactly("b", "d");
      assertThat(find(index, "acorns")).isEmpty();
      assertThat(find(index, "nuts")).isEmpty();
      assertThat(find(index, "walnut")).containsExactly("b");
      assertThat(find(index, "silver")).containsExactly("d");
    }
  }

  @Test
  void aNewStampWithOldContentIsNotParsed() {
    var source = new Documents().put("a", "Ravens cache food.");
    try (DocumentIndex index = open()) {
      index.update(source, Contention.WAIT, listener);
      source.parsed.clear();
      source.touch++;
      assertThat(index.update(source, Contention.WAIT, listener).unchanged()).isEqualTo(1);
      assertThat(source.hashed).isEqualTo(2);
      assertThat(index.update(source, Contention.WAIT, listener).unchanged()).isEqualTo(1);
      assertThat(source.hashed).isEqualTo(2);
      assertThat(source.parsed).isEmpty();
      assertThat(find(index, "ravens")).containsExactly("a");
    }
  }

  @Test
  void theIndexOutlivesTheProcess() {
    var source = new Documents().put("a", "Ravens cache food.");
    try (DocumentIndex index = open()) {
      index.update(source, Contention.WAIT, listener);
    }
    source.parsed.clear();
    try (DocumentIndex index = open()) {
      assertThat(find(index, "ravens")).containsExactly("a");
      assertThat(index.update(source, Contention.WAIT, listener).unchanged()).isEqualTo(1);
      assertThat(source.parsed).isEmpty();
    }
  }

  @Test
  void aFailureIsReportedAndTheRestGoesOn() {
    var source = new Documents().put("a", "Ravens cache food.").put("broken", "").put("z", "Jays.");
    try (DocumentIndex index = open()) {
      UpdateReport report = index.update(source, Contention.WAIT, listener);
      assertThat(report.failed()).containsExactly(new Failure("broken", "no good"));
      assertThat(report.added()).isEqualTo(2);

      source.parsed.clear();
      UpdateReport again = index.update(source, Contention.WAIT, listener);
      assertThat(again.failed()).containsExactly(new Failure("broken", "no good"));
      assertThat(source.parsed).isEmpty();
      assertThat(index.status().documents()).isEqualTo(2);
    }
  }

  @Test
  void documentsBelowAnUnreachablePlaceStay() {
    var source = new Documents().put("disk/a", "Ravens cache food.").put("b", "Crows crack nuts.");
    try (DocumentIndex index = open()) {
      index.update(source, Contention.WAIT, listener);
      source.remove("disk/a").remove("b");
      source.unreachable = Optional.of("disk/");
      UpdateReport report = index.update(source, Contention.WAIT, listener);
      assertThat(report.removed()).isEqualTo(1);
      assertThat(report.failed()).containsExactly(new Failure("disk/", "not mounted"));
      assertThat(find(index, "ravens crows")).containsExactly("disk/a");
    }
  }

  @Test
  void aRenamedOrChangedDocumentKeepsTheVectorsOfWhatStayed() {
    String other = "Jays hide acorns in autumn. ".repeat(60);
    var source = new Documents().put("old", "Ravens cache food. ".repeat(60) + "\n\n" + other);
    var embedder = new HashingEmbedder("fake", 64);
    try (DocumentIndex index = DocumentIndex.open(temp.resolve("i"), SETTINGS, embedder)) {
      index.update(source, Contention.WAIT, listener);
      int chunks = index.embedPending(EmbedLimits.ALL, listener).embedded();
      assertThat(chunks).isGreaterThan(1);

      source.put("new", source.texts.getOrDefault("old", "")).remove("old");
      index.update(source, Contention.WAIT, listener);
      assertThat(index.status().embedded()).isEqualTo(chunks);

      source.put(
          "new", source.texts.getOrDefault("new", "") + "\n\n" + "Something else. ".repeat(200));
      index.update(source, Contention.WAIT, listener);
      IndexStatus status = index.status();
      assertThat(status.embedded()).isBetween(1, chunks);
      assertThat(status.pending()).isPositive();
    }
  }

  @Test
  void aFirstQuestionEmbedsItsBestCandidatesOnlyAndKeepsThem() {
    var source = new Documents();
    for (int i = 0; i < 60; i++) {
      source.put("d" + i, "Ravens cache food number" + i + (i == 7 ? " walnut" : ""));
    }
    var embedder = new HashingEmbedder("fake", 64);
    try (DocumentIndex index = DocumentIndex.open(temp.resolve("i"), SETTINGS, embedder)) {
      index.update(source, Contention.WAIT, listener);
      var retriever = index.retriever(new EmbedLimits(10, Duration.ofMinutes(1)));
      List<Passage> hits = retriever.retrieve(Query.of("walnut ravens", 5));

      assertThat(hits.getFirst().document()).isEqualTo("d7");
      assertThat(embedder.passagesEmbedded()).isEqualTo(10);
      assertThat(index.status())
          .extracting(IndexStatus::embedded, IndexStatus::pending)
          .containsExactly(10, 50);
      assertThat(index.retriever().retrieve(Query.of("ravens", 20).withMode(Mode.DENSE)))
          .hasSize(10);

      retriever.retrieve(Query.of("walnut ravens", 5).withMode(Mode.BM25));
      assertThat(embedder.passagesEmbedded()).isEqualTo(10);
      EmbedReport rest = index.embedPending(EmbedLimits.ALL, listener);
      assertThat(rest).isEqualTo(new EmbedReport(50, 0, false));
      assertThat(index.status().chunks()).isEqualTo(60);
      assertThat(index.retriever().retrieve(Query.of("ravens", 60).withMode(Mode.DENSE)))
          .hasSize(60);
    }
  }

  @Test
  void noTimeMeansNothingIsEmbedded() {
    var embedder = new HashingEmbedder("fake", 64);
    try (DocumentIndex index = DocumentIndex.open(temp.resolve("i"), SETTINGS, embedder)) {
      index.update(new Documents().put("a", "Ravens."), Contention.WAIT, listener);
      var limits = new EmbedLimits(10, Duration.ZERO);
      assertThat(index.embedFor(Query.of("ravens", 1), limits, listener).embedded()).isZero();
      assertThat(index.embedPending(limits, listener).pending()).isEqualTo(1);
    }
  }

  @Test
  void denseSearchNeedsAnEmbedderAndLexicalKeepsTheVectors() {
    var source = new Documents().put("a", "Ravens cache food.");
    Path folder = temp.resolve("i");
    try (DocumentIndex index = DocumentIndex.open(folder, SETTINGS, new HashingEmbedder("x", 8))) {
      index.update(source, Contention.WAIT, listener);
      index.embedPending(EmbedLimits.ALL, listener);
    }
    try (DocumentIndex index = DocumentIndex.open(folder, SETTINGS)) {
      assertThatThrownBy(() -> index.retriever().retrieve(Query.of("x", 1).withMode(Mode.DENSE)))
          .isInstanceOf(IndexException.class);
      assertThat(index.retriever().retrieve(Query.of("ravens", 1))).hasSize(1);
      index.update(source.put("b", "Crows."), Contention.WAIT, listener);
      assertThat(index.status())
          .extracting(IndexStatus::embedded, IndexStatus::pending)
          .containsExactly(1, 1);
    }
    assertThat(notices).isEmpty();
  }

  @Test
  void anotherEmbedderOrChunkingMakesTheIndexAnew() {
    var source = new Documents().put("a", "Ravens cache food.");
    Path folder = temp.resolve("i");
    try (DocumentIndex index = DocumentIndex.open(folder, SETTINGS, new HashingEmbedder("x", 8))) {
      index.update(source, Contention.WAIT, listener);
      index.embedPending(EmbedLimits.ALL, listener);
    }
    try (DocumentIndex index = DocumentIndex.open(folder, SETTINGS, new HashingEmbedder("y", 16))) {
      assertThat(index.status().chunks()).isZero();
      assertThat(index.update(source, Contention.WAIT, listener).added()).isEqualTo(1);
      assertThat(index.embedPending(EmbedLimits.ALL, listener).embedded()).isEqualTo(1);
      assertThat(notices).hasSize(1);
    }
    var whole = SETTINGS.withChunking(Chunking.wholeDocuments());
    try (DocumentIndex index = DocumentIndex.open(folder, whole)) {
      index.update(source, Contention.WAIT, listener);
      assertThat(find(index, "ravens")).containsExactly("a");
      assertThat(notices).hasSize(2);
    }
  }

  @Test
  void aBrokenIndexIsMadeAnew() throws IOException {
    var source = new Documents().put("a", "Ravens cache food.");
    try (DocumentIndex index = open()) {
      index.update(source, Contention.WAIT, listener);
    }
    try (var files = Files.list(temp.resolve("i"))) {
      for (Path file : files.filter(f -> f.getFileName().toString().startsWith("seg")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 0x55;
        Files.write(file, bytes);
      }
    }
    try (DocumentIndex index = open()) {
      assertThat(index.status().chunks()).isZero();
      index.update(source, Contention.WAIT, listener);
      assertThat(find(index, "ravens")).containsExactly("a");
      assertThat(notices).hasSize(1);
    }
  }

  @Test
  void whileAnotherWritesTheLastCommitAnswersOrOneWaits() throws Exception {
    var source = new Documents().put("a", "Ravens cache food.");
    try (DocumentIndex index = open()) {
      index.update(source, Contention.WAIT, listener);
      source.put("b", "Crows crack nuts.");
      CompletableFuture<UpdateReport> waiting;
      try (var directory = FSDirectory.open(temp.resolve("i"));
          Lock held = directory.obtainLock("write.lock")) {
        held.ensureValid();
        UpdateReport deferred = index.update(source, Contention.READ_LAST_COMMIT, listener);
        assertThat(deferred.deferred()).isTrue();
        assertThat(notices).hasSize(1);
        assertThat(find(index, "ravens")).containsExactly("a");

        var told = new CountDownLatch(1);
        IndexListener teller =
            new IndexListener() {
              @Override
              public void notice(String message) {
                told.countDown();
              }
            };
        waiting =
            CompletableFuture.supplyAsync(() -> index.update(source, Contention.WAIT, teller));
        assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(waiting).isNotDone();
      }
      assertThat(waiting.get(30, TimeUnit.SECONDS).added()).isEqualTo(1);
      assertThat(find(index, "crows")).containsExactly("b");
    }
  }

  @Test
  void anOpenIndexSeesWhatAnotherProcessCommitted() {
    var source = new Documents().put("a", "Ravens cache food.");
    try (DocumentIndex reader = open();
        DocumentIndex writer = open()) {
      assertThat(find(reader, "ravens")).isEmpty();
      writer.update(source, Contention.WAIT, listener);
      assertThat(find(reader, "ravens")).containsExactly("a");
    }
  }

  @Test
  void anInterruptLeavesTheLastCommit() {
    var source = new Documents().put("a", "Ravens cache food.");
    try (DocumentIndex index = open()) {
      index.update(source, Contention.WAIT, listener);
      source.put("b", "Crows crack nuts.").put("c", "Jays hide acorns.");
      var interrupting =
          new IndexListener() {
            @Override
            public void document(String name, long seen) {
              Thread.currentThread().interrupt();
            }
          };
      assertThatThrownBy(() -> index.update(source, Contention.WAIT, interrupting))
          .isInstanceOf(CancellationException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(find(index, "ravens crows jays")).containsExactly("a");
      assertThat(index.update(source, Contention.WAIT, listener).added()).isEqualTo(2);
    }
  }

  @Test
  void aFolderOfOtherFilesIsNoIndex() throws IOException {
    Files.writeString(temp.resolve("note.txt"), "mine");
    assertThatThrownBy(() -> DocumentIndex.open(temp, SETTINGS))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining(temp.toString());
    assertThatThrownBy(() -> DocumentIndex.open(temp.resolve("note.txt"), SETTINGS))
        .isInstanceOf(IndexException.class);
  }

  private DocumentIndex open() {
    return DocumentIndex.open(temp.resolve("i"), SETTINGS);
  }

  private static List<String> find(DocumentIndex index, String text) {
    return index.retriever().retrieve(Query.of(text, 10).withMode(Mode.BM25)).stream()
        .map(Passage::document)
        .toList();
  }

  /// Documents that a test may change; one without text cannot be parsed.
  private static final class Documents implements DocumentSource {
    private final Map<String, String> texts = new TreeMap<>();
    private final List<String> parsed = new ArrayList<>();
    private Optional<String> unreachable = Optional.empty();
    private int touch;
    private int hashed;

    Documents put(String name, String text) {
      texts.put(name, text);
      return this;
    }

    Documents remove(String name) {
      texts.remove(name);
      return this;
    }

    @Override
    public void forEach(Visitor visitor) {
      texts.keySet().forEach(name -> visitor.entry(new Listed(name)));
      unreachable.ifPresent(prefix -> visitor.unreachable(prefix, "not mounted"));
    }

    private final class Listed implements Entry {
      private final String name;

      Listed(String name) {
        this.name = name;
      }

      private String text() {
        return texts.getOrDefault(name, "");
      }

      @Override
      public String name() {
        return name;
      }

      @Override
      public String stamp() {
        return touch + "/" + text().hashCode();
      }

      @Override
      public String contentHash() {
        hashed++;
        return text();
      }

      @Override
      public SourceDocument parse() {
        parsed.add(name);
        if (text().isEmpty()) {
          throw new DocumentException(Reason.BROKEN, name, "no good", "Make it better.");
        }
        return SourceDocument.of(name, "", text());
      }
    }
  }
}
