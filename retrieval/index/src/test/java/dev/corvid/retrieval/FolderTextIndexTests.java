package dev.corvid.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.spi.TextIndex;
import dev.corvid.agent.spi.TextIndex.Entry;
import dev.corvid.agent.spi.TextIndex.Field;
import dev.corvid.test.TextIndexContract;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTextIndexTests extends TextIndexContract {
  @TempDir private Path folder;
  private int count;

  @Override
  protected TextIndex index() {
    return TextIndexes.open(folder.resolve("index" + count++));
  }

  static Entry entry(int i) {
    return new Entry("e" + i, List.of(new Field("crow number n" + i, 1)), "payload " + i);
  }

  private static List<Entry> entries(int end) {
    return IntStream.range(0, end).mapToObj(FolderTextIndexTests::entry).toList();
  }

  @Test
  void whatWasPutOutlivesTheIndexThatPutIt() {
    try (TextIndex index = TextIndexes.open(folder)) {
      entries(15).forEach(index::put);
      index.remove("e7");
    }
    try (TextIndex index = TextIndexes.open(folder)) {
      assertThat(index.entries()).hasSize(14).doesNotContain(entry(7)).startsWith(entry(0));
      assertThat(index.search("n12", 5)).singleElement().matches(h -> h.entry().equals(entry(12)));
      index.put(entry(3));
      assertThat(index.entries()).hasSize(14).endsWith(entry(14), entry(3));
    }
  }

  @Test
  void manyWritesLeaveFewFiles() throws IOException {
    try (TextIndex index = TextIndexes.open(folder)) {
      entries(40).forEach(index::put);
      assertThat(index.entries()).isEqualTo(entries(40));
    }
    try (var directory = FSDirectory.open(folder);
        var reader = DirectoryReader.open(directory)) {
      assertThat(reader.leaves()).hasSizeLessThan(15);
    }
  }

  @Test
  void twoIndexesOnOneFolderTakeTurnsAndSeeEachOther() throws Exception {
    try (TextIndex first = TextIndexes.open(folder);
        TextIndex second = TextIndexes.open(folder);
        var threads = Executors.newFixedThreadPool(2)) {
      List<Callable<Boolean>> writers = new ArrayList<>();
      for (TextIndex index : List.of(first, second)) {
        writers.add(
            () -> {
              for (int i = 0; i < 10; i++) {
                index.put(entry(index == first ? i : 100 + i));
                Thread.sleep(1);
              }
              return true;
            });
      }
      for (Future<Boolean> writer : threads.invokeAll(writers)) {
        assertThat(writer.get()).isTrue();
      }
      assertThat(first.entries()).hasSize(20).isEqualTo(second.entries());
    }
  }

  @Test
  void aWriterThatNeverEndsIsNotWaitedForForever() throws IOException {
    try (TextIndex index = TextIndexes.open(folder, Duration.ofMillis(50))) {
      index.put(entry(0));
      try (var directory = FSDirectory.open(folder);
          var lock = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
        lock.ensureValid();
        assertThatThrownBy(() -> index.put(entry(1)))
            .isInstanceOf(IndexException.class)
            .hasMessageContaining("another process")
            .extracting("code")
            .isEqualTo("index-locked");
        assertThat(index.entries()).containsExactly(entry(0));
      }
      index.put(entry(1));
    }
  }

  @Test
  void anInterruptEndsTheWait() throws IOException {
    try (TextIndex index = TextIndexes.open(folder);
        var directory = FSDirectory.open(folder);
        var lock = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
      lock.ensureValid();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> index.put(entry(1))).isInstanceOf(CancellationException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aFolderOfOtherFilesIsLeftAlone() throws IOException {
    Files.writeString(folder.resolve("letter.txt"), "Dear crow");
    assertThatThrownBy(() -> TextIndexes.open(folder))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining(folder.toString());
    assertThatThrownBy(() -> TextIndexes.open(folder.resolve("letter.txt")))
        .isInstanceOf(IndexException.class);
  }

  @Test
  void aForeignOrTornIndexIsSaidToBeOneAndNeverOverwritten() throws IOException {
    try (var documents = DocumentIndex.open(folder, IndexSettings.defaults())) {
      documents.update(DocumentSource.of(List.of()), Contention.WAIT, IndexListener.SILENT);
    }
    assertUnreadable(folder);
    Path torn = folder.resolve("torn");
    try (TextIndex index = TextIndexes.open(torn)) {
      index.put(entry(0));
    }
    try (Stream<Path> files = Files.list(torn)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().contains("segments")).toList()) {
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
          bytes.setLength(bytes.length() / 2);
        }
      }
    }
    assertUnreadable(torn);
  }

  private static void assertUnreadable(Path path) throws IOException {
    List<Path> before = files(path);
    try (TextIndex index = TextIndexes.open(path)) {
      for (Runnable use :
          List.<Runnable>of(
              index::entries, () -> index.search("crow", 1), () -> index.put(entry(1)))) {
        assertThatThrownBy(use::run)
            .isInstanceOf(IndexException.class)
            .hasMessageContaining(path.toString())
            .extracting("code")
            .isEqualTo("index-unreadable");
      }
    }
    assertThat(files(path)).isEqualTo(before);
  }

  private static List<Path> files(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /// Puts entries until it is killed, and says each time when it is done.
  static final class Putting {
    private Putting() {}

    public static void main(String[] arguments) {
      try (TextIndex index = TextIndexes.open(Path.of(arguments[0]))) {
        for (int i = 0; i < 500; i++) {
          index.put(entry(i));
          System.out.println(i);
        }
      }
    }
  }

  @Test
  void whatWasPutOutlivesAProcessThatIsKilled() throws Exception {
    for (int enough : List.of(1, 15)) {
      Path path = folder.resolve("killed" + enough);
      int done = putUntilKilled(path, enough);
      try (TextIndex index = TextIndexes.open(path)) {
        // The one it was at may be there too.
        assertThat(index.entries()).startsWith(entries(done).toArray(Entry[]::new));
        assertThat(index.entries()).hasSizeBetween(done, done + 1);
        index.put(entry(1_000));
        assertThat(index.search("n1000", 1)).hasSize(1);
      }
    }
  }

  /// How many entries the killed process said it had put.
  private static int putUntilKilled(Path path, int enough) throws Exception {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Putting.class.getName(),
            path.toString());
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    int done = 0;
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      while (lines.readLine() != null) {
        done++;
        if (done == enough) {
          // Not the process itself: that would close the stream before its last line.
          process.toHandle().destroyForcibly();
        }
      }
    }
    process.waitFor();
    assertThat(done).isGreaterThanOrEqualTo(enough);
    return done;
  }
}
