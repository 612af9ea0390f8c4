package dev.corvid.inference.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Another process that downloads: takes the lock, says so with a file, and waits to be stopped.
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    try (StoreLock _ = StoreLock.tryAcquire(Path.of(args[0])).orElseThrow()) {
      Files.createFile(Path.of(args[1]));
      Thread.sleep(60_000);
    }
  }
}
