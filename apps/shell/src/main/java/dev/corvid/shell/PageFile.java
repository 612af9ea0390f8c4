package dev.corvid.shell;

import dev.corvid.command.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// A file that an option names and that is written whole or not at all: beside it first, then moved
/// to its place.
///
/// @param path where it will be, absolute; behind a link the file that it means
record PageFile(Path path) {
  /// @throws UsageException if no file can be written there: what is there is a folder or a device,
  ///   or its folder is not there
  static PageFile of(String option, Path given) {
    if (given.toString().equals("-")) {
      throw new UsageException(
          option + " writes a file, '-' is none.", "Name one, such as run.html.");
    }
    Path path = given.toAbsolutePath();
    try {
      if (Files.exists(path)) {
        path = path.toRealPath();
      }
    } catch (IOException e) {
      throw unusable(option, given, "cannot be read");
    }
    if (Files.isDirectory(path)) {
      throw unusable(option, given, "is a folder");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw unusable(option, given, "is no regular file");
    }
    if (path.getParent() == null || !Files.isDirectory(path.getParent())) {
      throw unusable(option, given, "lies in a folder that is not there");
    }
    return new PageFile(path);
  }

  private static UsageException unusable(String option, Path given, String why) {
    return new UsageException(
        "%s '%s' %s.".formatted(option, given, why), "Name a file in a folder that is there.");
  }

  void write(String text) {
    Path part = path.resolveSibling(".corvid-" + UUID.randomUUID() + ".part");
    try {
      Files.writeString(part, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + path, e);
    } finally {
      delete(part);
    }
  }

  private static void delete(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // What could not be written may not be deletable either; the first failure says more.
    }
  }
}
