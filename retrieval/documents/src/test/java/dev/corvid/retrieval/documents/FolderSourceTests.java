package dev.corvid.retrieval.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.corvid.retrieval.Contention;
import dev.corvid.retrieval.DocumentException;
import dev.corvid.retrieval.DocumentIndex;
import dev.corvid.retrieval.DocumentSource;
import dev.corvid.retrieval.IndexListener;
import dev.corvid.retrieval.IndexSettings;
import dev.corvid.retrieval.UpdateReport;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceTests {
  @TempDir private Path temp;
  private Path docs;

  @BeforeEach
  void makeFolder() throws IOException {
    docs = Files.createDirectory(temp.toRealPath().resolve("docs"));
  }

  @Test
  void listsFilesOnceInOrderWithoutHiddenOnes() throws IOException {
    write("b.txt", "b");
    write("a/z.md", "z");
    write("a/.hidden.md", "no");
    write(".git/config", "no");
    var found = new Found(List.of(docs, docs.resolve("b.txt")));
    assertThat(found.names()).containsExactly("a/z.md", "b.txt");
    assertThat(found.failures).isEmpty();
  }

  @Test
  void aHiddenFolderThatIsNamedIsRead() throws IOException {
    write(".notes/a.md", "a");
    assertThat(new Found(List.of(docs.resolve(".notes"))).names()).containsExactly(".notes/a.md");
  }

  @Test
  void symbolicLinksAreFollowedWithoutLoops() throws IOException {
    write("a/file.txt", "once");
    Path outside = Files.createDirectory(temp.resolve("outside"));
    Files.writeString(outside.resolve("other.txt"), "linked");
    assumeTrue(linked(docs.resolve("a/up"), docs), "this system makes no symbolic links");
    linked(docs.resolve("self"), docs.resolve("self"));
    linked(docs.resolve("gone"), temp.resolve("nowhere"));
    linked(docs.resolve("again.txt"), docs.resolve("a/file.txt"));
    linked(docs.resolve("linked"), outside);

    var found = new Found(List.of(docs));
    assertThat(found.entries.keySet())
        .containsExactlyInAnyOrder(
            docs.resolve("a/file.txt").toString(),
            outside.toRealPath().resolve("other.txt").toString());
    assertThat(found.failures)
        .containsOnlyKeys(docs.resolve("gone").toString(), docs.resolve("self").toString());
  }

  private static boolean linked(Path link, Path target) {
    try {
      Files.createSymbolicLink(link, target);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  @Test
  void anUnreadableFolderIsReportedAndTheRestGoesOn() throws IOException {
    write("a.txt", "a");
    write("locked/b.txt", "b");
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    Path locked = docs.resolve("locked");
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
    try {
      assumeFalse(Files.isReadable(locked), "root may read everything");
      var found = new Found(List.of(docs));
      assertThat(found.names()).containsExactly("a.txt");
      assertThat(found.failures).containsOnlyKeys(locked + "/");
    } finally {
      Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void aPathThatIsNotThereIsAnError() {
    assertThatThrownBy(() -> FolderSource.of(List.of(docs.resolve("nowhere"))))
        .isInstanceOf(DocumentException.class)
        .extracting(e -> ((DocumentException) e).code())
        .isEqualTo("document-missing");
  }

  @Test
  void theStampFollowsSizeAndTimeAndTheHashTheContent() throws IOException {
    Path file = write("a.txt", "one");
    DocumentSource.Entry first = new Found(List.of(docs)).entry(file);
    Files.writeString(file, "other");
    DocumentSource.Entry second = new Found(List.of(docs)).entry(file);
    assertThat(second.stamp()).isNotEqualTo(first.stamp());
    String hash = second.contentHash();
    Files.writeString(file, "one");
    assertThat(first.contentHash()).isNotEqualTo(hash);
  }

  @Test
  void anIndexOfBadFilesReportsEachAndKeepsTheRest() throws IOException {
    write("good.md", "# Ravens\n\nThey cache food.");
    write("empty.txt", "");
    write("blank.txt", " \n ");
    Files.write(docs.resolve("binary.dat"), new byte[] {1, 2, 0, 3});
    Files.write(docs.resolve("office.docx"), new byte[] {'P', 'K', 3, 4, 0, 0});
    Files.write(docs.resolve("secret.pdf"), Pdfs.encrypted("password"));
    write("fake.pdf", "no header");
    Files.write(docs.resolve("good.pdf"), Pdfs.of("Birds", List.of("Crows crack nuts")));

    try (DocumentIndex index =
        DocumentIndex.open(temp.resolve("index"), IndexSettings.defaults())) {
      UpdateReport report =
          index.update(FolderSource.of(List.of(docs)), Contention.WAIT, IndexListener.SILENT);
      assertThat(report.added()).isEqualTo(2);
      Map<String, String> reasons = new LinkedHashMap<>();
      report.failed().forEach(f -> reasons.put(relative(f.name()), f.reason()));
      assertThat(reasons)
          .containsEntry("empty.txt", "it is empty")
          .containsEntry("blank.txt", "it holds no text")
          .containsEntry("secret.pdf", "it is encrypted")
          .containsKeys("binary.dat", "office.docx", "fake.pdf")
          .hasSize(6);
    }
    try (var files = Files.list(docs)) {
      assertThat(files).hasSize(8);
    }
  }

  @Test
  void aFileBeyondTheLimitIsRefused() throws IOException {
    Path file = write("big.txt", "x".repeat(2_000));
    var limits = new Limits(1_000, 100, 10, Limits.DEFAULT.time());
    var found = new Found(FolderSource.of(List.of(docs), limits));
    DocumentSource.Entry entry = found.entry(file);
    assertThatThrownBy(entry::contentHash).hasMessageContaining("2,000 bytes");
    assertThatThrownBy(entry::parse).hasMessageContaining("2,000 bytes");
  }

  private Path write(String name, String text) throws IOException {
    Path file = docs.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, text.getBytes(UTF_8));
  }

  private String relative(String name) {
    return docs.relativize(Path.of(name)).toString().replace('\\', '/');
  }

  /// What a source lists.
  private final class Found implements DocumentSource.Visitor {
    private final Map<String, DocumentSource.Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> failures = new LinkedHashMap<>();

    Found(List<Path> paths) {
      this(FolderSource.of(paths));
    }

    Found(FolderSource source) {
      source.forEach(this);
    }

    DocumentSource.Entry entry(Path file) {
      DocumentSource.Entry entry = entries.get(file.toString());
      if (entry == null) {
        throw new AssertionError(file + " is not listed");
      }
      return entry;
    }

    List<String> names() {
      return entries.keySet().stream().map(name -> relative(name)).toList();
    }

    @Override
    public void entry(DocumentSource.Entry entry) {
      assertThat(entries.put(entry.name(), entry)).isNull();
    }

    @Override
    public void failed(String name, String reason) {
      failures.put(name, reason);
    }

    @Override
    public void unreachable(String prefix, String reason) {
      failures.put(prefix, reason);
    }
  }
}
