package dev.corvid.agent;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/// The bytes of a journal.
///
/// @param entries those that are complete
/// @param length of the file up to the last of them; what follows is a torn record
record JournalFile(List<JournalEntry.Placed> entries, long length) {
  static final byte[] MAGIC =
      ("CORVIDJ" + JournalCodec.VERSION).getBytes(StandardCharsets.US_ASCII);

  /// The length, a checksum of it, and the checksum of what follows: a length that was altered must
  /// not make the rest of the file look torn.
  private static final int HEADER = 3 * Integer.BYTES;

  /// What a disk loses at once. JSON has no zero byte, so a sector of zeros was never written.
  private static final int SECTOR = 512;

  /// @throws JournalException if something else than the end is wrong
  static JournalFile read(String run, Path path) throws IOException {
    // Not by a channel: an interrupted thread could not read.
    try (InputStream file = new FileInputStream(path.toFile())) {
      return parse(run, file.readAllBytes());
    }
  }

  static JournalFile parse(String run, byte[] bytes) {
    if (isZero(bytes, 0, bytes.length)) {
      return new JournalFile(List.of(), 0);
    }
    if (!startsWithMagic(bytes)) {
      throw JournalException.damaged(run, "it does not begin as a journal of this version");
    }
    List<JournalEntry.Placed> entries = new ArrayList<>();
    int at = Math.min(MAGIC.length, bytes.length);
    while (at < bytes.length) {
      int end = end(run, bytes, at);
      if (end < 0) {
        break;
      }
      entries.add(entry(run, bytes, at + HEADER, end, entries.size()));
      at = end;
    }
    return new JournalFile(List.copyOf(entries), at);
  }

  /// A file shorter than the word was torn when it was made.
  private static boolean startsWithMagic(byte[] bytes) {
    for (int i = 0; i < Math.min(MAGIC.length, bytes.length); i++) {
      if (bytes[i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  /// Where the record at `at` ends, or -1 if it is torn: the last one, and not complete.
  private static int end(String run, byte[] bytes, int at) {
    if (bytes.length - at < HEADER) {
      return -1;
    }
    ByteBuffer header = ByteBuffer.wrap(bytes, at, HEADER);
    int length = header.getInt();
    int lengthChecksum = header.getInt();
    int checksum = header.getInt();
    if (length <= 0 || checksum(bytes, at, Integer.BYTES) != lengthChecksum) {
      if (hasLostSector(bytes, at)) {
        return -1;
      }
      throw JournalException.damaged(
          run, "the record at byte %d says its length is %d".formatted(at, length));
    }
    if (bytes.length - at - HEADER < length) {
      return -1;
    }
    int end = at + HEADER + length;
    if (checksum(bytes, at + HEADER, length) == checksum) {
      return end;
    }
    if (end == bytes.length && hasLostSector(bytes, at)) {
      return -1;
    }
    throw JournalException.damaged(
        run, "the record at byte %d does not match its checksum".formatted(at));
  }

  /// A file system may have made room for a record and lost what was to be in it, or a part of it.
  private static boolean hasLostSector(byte[] bytes, int from) {
    if (isZero(bytes, from, bytes.length)) {
      return true;
    }
    for (int sector = (from / SECTOR + 1) * SECTOR; sector < bytes.length; sector += SECTOR) {
      if (isZero(bytes, sector, Math.min(sector + SECTOR, bytes.length))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static JournalEntry.Placed entry(String run, byte[] bytes, int from, int to, int number) {
    try {
      JournalEntry.Placed placed = JournalCodec.read(Arrays.copyOfRange(bytes, from, to));
      if (placed.number() == number) {
        return placed;
      }
      throw JournalException.damaged(
          run, "record %d is numbered %d".formatted(number, placed.number()));
    } catch (IllegalArgumentException e) {
      throw JournalException.damaged(run, "record %d: %s".formatted(number, e.getMessage()));
    }
  }

  /// An entry as it is appended.
  static byte[] record(JournalEntry.Placed placed) {
    byte[] json = JournalCodec.write(placed);
    ByteBuffer record = ByteBuffer.allocate(HEADER + json.length).putInt(json.length);
    return record
        .putInt(checksum(record.array(), 0, Integer.BYTES))
        .putInt(checksum(json, 0, json.length))
        .put(json)
        .array();
  }

  private static int checksum(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
