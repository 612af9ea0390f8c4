package dev.corvid.inference.catalog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Tells a full disk from other trouble with the folder of models.
final class StorageFailures {
  private StorageFailures() {}

  static ModelException writing(Path path, IOException cause) {
    if (meansDiskFull(String.valueOf(cause.getMessage()))) {
      return new ModelException.DiskFull(
          "The disk is full: cannot write " + path,
          "Free some space, or set CORVID_HOME to a folder on another disk; the download goes on"
              + " where it stopped.",
          cause);
    }
    return new ModelException.Storage(
        "Cannot use the folder of models: " + cause,
        "Make %s readable and writable, or set CORVID_HOME to another folder."
            .formatted(path.getParent()),
        cause);
  }

  /// Whether an operating system or a program says with this text that the disk is full.
  static boolean meansDiskFull(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.contains("no space left")
        || lower.contains("not enough space")
        || lower.contains("disk quota exceeded");
  }

  /// @throws ModelException.DiskFull if the disk of the folder has fewer bytes left
  static void requireSpace(Path directory, long bytes) throws IOException {
    long free = Files.getFileStore(directory).getUsableSpace();
    if (free < bytes) {
      throw new ModelException.DiskFull(
          "%s has %d MB free, the download needs %d MB"
              .formatted(directory, free / 1_000_000, (bytes + 999_999) / 1_000_000),
          "Free some space, or set CORVID_HOME to a folder on another disk.",
          null);
    }
  }

  /// Make a rename durable. Windows cannot open folders and needs none of it.
  static void syncFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !System.getProperty("os.name").startsWith("Windows")) {
      try (FileChannel channel = FileChannel.open(folder)) {
        channel.force(true);
      }
    }
  }
}
