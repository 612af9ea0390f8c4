package dev.corvid.eval;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// Names contents by the SHA-256 of their parts.
final class Fingerprint {
  private static final int SHORT = 12;
  private static final int BLOCKS = 64;
  private static final int BLOCK_BYTES = 1 << 16;

  private Fingerprint() {}

  /// The hash of all parts in order, in hexadecimal. The length of each part is hashed before it,
  /// or "ab" and "c" would be named as "a" and "bc".
  static String full(Iterable<String> parts) {
    MessageDigest sha = sha256();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      sha.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      sha.update(bytes);
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  /// The first 12 digits of [#full]: enough to tell folders apart that people read.
  static String of(String... parts) {
    return full(List.of(parts)).substring(0, SHORT);
  }

  /// A name for a large file's content: its size and 64 blocks of 64 KiB spread over it, since
  /// reading a gigabyte would take longer than the question that is asked.
  static String ofFile(Path file) throws IOException {
    MessageDigest sha = sha256();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
      for (int i = 0; i < BLOCKS; i++) {
        block.clear();
        channel.read(block, Math.max(0, size - BLOCK_BYTES) / (BLOCKS - 1) * i);
        sha.update(block.flip());
      }
      return size + "-" + HexFormat.of().formatHex(sha.digest()).substring(0, SHORT);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
