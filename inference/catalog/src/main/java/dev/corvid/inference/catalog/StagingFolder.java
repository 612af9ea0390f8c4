package dev.corvid.inference.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder for wheels on their way, one sub-folder for each. It vanishes when it is closed, and
/// also when the process is stopped.
final class StagingFolder implements AutoCloseable {
  private final Path folder;
  private final Thread atExit = new Thread(this::deleteAll, "staging-cleanup");

  private StagingFolder(Path folder) {
    this.folder = folder;
  }

  /// Create the folder anew; what a killed process left there goes.
  static StagingFolder open(Path folder) throws IOException {
    var staging = new StagingFolder(folder);
    staging.deleteAll();
    Files.createDirectories(folder);
    Runtime.getRuntime().addShutdownHook(staging.atExit);
    return staging;
  }

  Path path() {
    return folder;
  }

  Path create(int number) throws IOException {
    return Files.createDirectories(folder.resolve(Integer.toString(number)));
  }

  void delete(int number) {
    delete(folder.resolve(Integer.toString(number)));
  }

  /// The bytes of the wheels on their way, each counted up to a limit: pip may hold two copies.
  long size(long limit) {
    try (Stream<Path> wheels = Files.list(folder)) {
      return wheels.mapToLong(wheel -> Math.min(limit, Pip.size(wheel))).sum();
    } catch (IOException e) {
      return 0;
    }
  }

  void deleteAll() {
    delete(folder);
  }

  // What cannot be deleted now is deleted by the next pull.
  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      deepestFirst.forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException ignored) {
      // pip still writes into it.
    }
  }

  @Override
  public void close() {
    deleteAll();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException ignored) {
      // The process is being stopped: the hook runs.
    }
  }
}
