package dev.corvid.inference.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A small model of random bytes, places that serve it, and a listener that remembers.
final class Fixture implements PullListener {
  static final Duration PATIENCE = Duration.ofSeconds(1);

  final Path folder;
  final byte[] bytes = new byte[3_000_000];
  final List<String> notices = new CopyOnWriteArrayList<>();
  final List<Progress> reports = new CopyOnWriteArrayList<>();

  Fixture(Path folder) {
    this.folder = folder;
    new Random(7).nextBytes(bytes);
  }

  @Override
  public void notice(String message) {
    notices.add(message);
  }

  @Override
  public void progress(Progress progress) {
    reports.add(progress);
  }

  CatalogModel model(ModelSource... sources) {
    return new CatalogModel(
        "tiny", "tiny.bin", bytes.length, sha256(), "Apache-2.0", "tests", List.of(sources));
  }

  /// A store that finds nothing but the given executable folder on its PATH.
  ModelStore store(Path bin, CatalogModel model) {
    return new ModelStore(
        models(),
        ModelStore.Network.HUB_AND_PACKAGE_INDEX,
        new ModelCatalog(List.of(model), model.name()),
        Map.of("PATH", bin.toString()),
        PATIENCE);
  }

  Path models() {
    return folder.resolve("models");
  }

  void leavePart(byte[] begun) throws IOException {
    Files.createDirectories(models());
    Files.write(models().resolve(".tiny.part"), begun);
  }

  byte[] head(int count) {
    return Arrays.copyOf(bytes, count);
  }

  /// Files in the folder of models but for the lock.
  List<String> files() throws IOException {
    List<String> names = new ArrayList<>();
    try (var list = Files.list(models())) {
      list.forEach(file -> names.add(file.getFileName().toString()));
    }
    names.remove(".tiny.lock");
    return names;
  }

  /// Write wheels `tiny_part1 … n` of 900,000 bytes each into a folder.
  ModelSource.PackageIndex wheels(Path wheels) throws IOException {
    int size = 900_000;
    int parts = (bytes.length + size - 1) / size;
    Files.createDirectories(wheels);
    for (int i = 1; i <= parts; i++) {
      Path wheel = wheels.resolve("tiny-part%d==1.0.whl".formatted(i));
      try (var zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
        zip.putNextEntry(new ZipEntry("tiny_part%d/part%02d.bin".formatted(i, i)));
        int from = (i - 1) * size;
        zip.write(bytes, from, Math.min(size, bytes.length - from));
      }
    }
    return new ModelSource.PackageIndex(
        "tiny-part{n}", "1.0", "tiny_part{n}/part{nn}.bin", parts, size);
  }

  /// Install a shell script as `pip3`; the requirement is `$last`, the target folder is `$dir`.
  Path fakePip(String body) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    String script =
        """
        #!/bin/sh
        PATH=/usr/bin:/bin
        [ "$1" = --version ] && { echo pip 99; exit 0; }
        while [ $# -gt 1 ]; do
          [ "$1" = -d ] && dir=$2
          shift
        done
        last=$1
        """
            + body;
    Path pip = bin.resolve("pip3");
    Files.writeString(pip, script);
    Files.setPosixFilePermissions(pip, PosixFilePermissions.fromString("rwxr-xr-x"));
    return bin;
  }

  private String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
