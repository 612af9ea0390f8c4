package dev.corvid.inference.catalog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A model's file while it grows: the first bytes of the model, hashed as they are written. Every
/// source sends the same bytes, so what one source began another may finish.
final class PartFile implements AutoCloseable {
  private static final int BUFFER = 1 << 20;

  private final CatalogModel model;
  private final Path path;
  private final FileChannel channel;
  private final MessageDigest digest = sha256();
  private long length;

  private PartFile(CatalogModel model, Path path, FileChannel channel) {
    this.model = model;
    this.path = path;
    this.channel = channel;
  }

  /// Open the file, reading what an interrupted download left in it.
  static PartFile open(Path path, CatalogModel model) throws IOException {
    var channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    var part = new PartFile(model, path, channel);
    try {
      part.readBack();
      return part;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  long length() {
    return length;
  }

  boolean complete() {
    return length == model.bytes();
  }

  /// Append bytes.
  ///
  /// @throws IOException if the model has fewer bytes: the source is to blame
  /// @throws ModelException if the disk is
  void append(byte[] bytes, int count) throws IOException {
    if (count > model.bytes() - length) {
      throw new IOException("it sends more than the model's " + model.bytes() + " bytes");
    }
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (ClosedByInterruptException e) {
      throw new ModelException.Interrupted(model.name());
    } catch (IOException e) {
      throw StorageFailures.writing(path, e);
    }
    digest.update(bytes, 0, count);
    length += count;
  }

  /// Whether the file is the model. Call it once, when the file is complete.
  boolean matches() {
    return HexFormat.of().formatHex(digest.digest()).equals(model.sha256());
  }

  /// Forget everything that was written.
  void restart() throws IOException {
    channel.truncate(0);
    channel.position(0);
    digest.reset();
    length = 0;
  }

  /// Give the file its final name, so that it survives a power cut whole or not at all.
  void publish(Path file) throws IOException {
    channel.force(true);
    // Windows renames no open file.
    channel.close();
    Files.move(path, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    StorageFailures.syncFolder(file);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void readBack() throws IOException {
    if (channel.size() > model.bytes()) {
      restart();
    }
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    while (channel.read(buffer) >= 0) {
      digest.update(buffer.flip());
      length += buffer.limit();
      buffer.clear();
    }
  }

  static String sha256(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
      while (channel.read(buffer) >= 0) {
        digest.update(buffer.flip());
        buffer.clear();
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
