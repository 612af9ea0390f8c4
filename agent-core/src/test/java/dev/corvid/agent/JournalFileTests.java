package dev.corvid.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class JournalFileTests {
  private static final List<JournalEntry.Placed> ENTRIES =
      IntStream.range(0, 6)
          .mapToObj(
              i ->
                  new JournalEntry.Placed(
                      i,
                      Instant.ofEpochSecond(1_800_000_000L + i),
                      i,
                      new JournalEntry.CallEnded(
                          "run." + i, ToolResult.ok("200", "some text ".repeat(i * 3)))))
          .toList();

  private static byte[] file(List<JournalEntry.Placed> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(JournalFile.MAGIC);
    entries.forEach(entry -> bytes.writeBytes(JournalFile.record(entry)));
    return bytes.toByteArray();
  }

  /// A record with right checksums around any text.
  private static byte[] record(String json) {
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    byte[] length = ByteBuffer.allocate(4).putInt(text.length).array();
    return ByteBuffer.allocate(12 + text.length)
        .put(length)
        .putInt(checksum(length))
        .putInt(checksum(text))
        .put(text)
        .array();
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    return (int) crc.getValue();
  }

  private static void assertDamaged(byte[] bytes, String what) {
    assertThatExceptionOfType(JournalException.class)
        .as(what)
        .isThrownBy(() -> JournalFile.parse("run", bytes))
        .matches(e -> e.code().equals("journal-damaged"));
  }

  @Test
  void whatWasWrittenIsRead() {
    byte[] bytes = file(ENTRIES);
    assertThat(JournalFile.parse("run", bytes)).isEqualTo(new JournalFile(ENTRIES, bytes.length));
    assertThat(JournalFile.parse("run", new byte[0])).isEqualTo(new JournalFile(List.of(), 0));
  }

  @Test
  void cutAnywhereItHoldsTheEntriesThatAreWhole() {
    byte[] bytes = file(ENTRIES);
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i <= ENTRIES.size(); i++) {
      ends.add(file(ENTRIES.subList(0, i)).length);
    }
    for (int length = 0; length <= bytes.length; length++) {
      int cut = length;
      int whole = (int) ends.stream().filter(end -> end <= cut).count() - 1;
      JournalFile read = JournalFile.parse("run", Arrays.copyOf(bytes, length));
      assertThat(read.entries()).as("cut at %d", cut).hasSize(Math.max(0, whole));
      assertThat(read.entries()).isEqualTo(ENTRIES.subList(0, Math.max(0, whole)));
      assertThat(read.length()).isEqualTo(whole < 0 ? length : ends.get(whole));
    }
  }

  @Test
  void oneWrongBitAnywhereIsFound() {
    byte[] bytes = file(ENTRIES);
    for (int at = 0; at < bytes.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] wrong = bytes.clone();
        wrong[at] ^= (byte) (1 << bit);
        assertDamaged(wrong, "bit %d of byte %d".formatted(bit, at));
      }
    }
  }

  @Test
  void aLostSectorAtTheEndIsTornAndInTheMiddleIsDamage() {
    JournalEntry.Placed last =
        new JournalEntry.Placed(
            6, Instant.EPOCH, 0, new JournalEntry.Recalled(List.of("y".repeat(2000))));
    byte[] begin = file(ENTRIES);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(begin);
    all.writeBytes(JournalFile.record(last));
    byte[] bytes = all.toByteArray();
    for (int sector = begin.length / 512 + 1; sector * 512 < bytes.length; sector++) {
      byte[] lost = bytes.clone();
      Arrays.fill(lost, sector * 512, Math.min((sector + 1) * 512, lost.length), (byte) 0);
      assertThat(JournalFile.parse("run", lost)).isEqualTo(new JournalFile(ENTRIES, begin.length));
      Arrays.fill(lost, begin.length, lost.length, (byte) 0);
      assertThat(JournalFile.parse("run", lost)).isEqualTo(new JournalFile(ENTRIES, begin.length));
    }
    byte[] middle = bytes.clone();
    Arrays.fill(middle, 512, 1024, (byte) 0);
    assertDamaged(middle, "a sector in the middle");
  }

  @Test
  void noBytesCrashItOrChangeAnEntry() {
    long seed = Long.getLong("corvid.seed", System.nanoTime());
    Random random = new Random(seed);
    byte[] bytes = file(ENTRIES);
    for (int i = 0; i < 2000; i++) {
      byte[] odd = Arrays.copyOf(bytes, random.nextInt(bytes.length + 40));
      for (int wrong = random.nextInt(4); wrong > 0 && odd.length > 0; wrong--) {
        odd[random.nextInt(odd.length)] = (byte) random.nextInt();
      }
      try {
        JournalFile read = JournalFile.parse("run", odd);
        assertThat(ENTRIES.subList(0, read.entries().size()))
            .as("seed %d", seed)
            .isEqualTo(read.entries());
      } catch (JournalException e) {
        assertThat(e.code()).as("seed %d", seed).isEqualTo("journal-damaged");
      }
    }
  }

  @Test
  void whatIsNoEntryIsDamage() {
    String whole = new String(JournalCodec.write(ENTRIES.getFirst()), StandardCharsets.UTF_8);
    for (String json :
        List.of(
            "",
            " ",
            "null",
            "[]",
            "7",
            "{}",
            "{\"n\":0",
            whole + "}",
            whole.replace("\"CallEnded\"", "\"Placed\""),
            whole.replace("\"CallEnded\"", "\"Unheard\""),
            whole.replace("\"CallEnded\"", "null"),
            whole.replace("\"n\":0", "\"n\":1"),
            whole.replace("\"n\":0", "\"n\":\"zero\""),
            whole.replace("\"n\":0", "\"n\":-1"),
            whole.replaceFirst("\"at\":\"[^\"]*\"", "\"at\":\"yesterday\""),
            whole.replaceFirst("\"entry\":.*", "\"entry\":null}"),
            whole.replaceFirst("\"entry\":.*", "\"entry\":[]}"),
            whole.replaceFirst("\"entry\":.*", "\"entry\":{}}"),
            whole.replace("\"OK\"", "\"FINE\""),
            whole.replace("\"run.0\"", "\"\""),
            "[".repeat(5000))) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(JournalFile.MAGIC);
      bytes.writeBytes(record(json));
      assertDamaged(bytes.toByteArray(), json);
    }
  }

  @Test
  void anotherVersionIsNotRead() {
    byte[] bytes = file(ENTRIES);
    bytes[7]++;
    assertThatThrownBy(() -> JournalFile.parse("run", bytes))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("version");
  }
}
