package dev.corvid.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class ItemLogTests {
  @TempDir Path folder;

  private static ObjectNode item(String id) {
    return JsonLines.JSON.createObjectNode().put("id", id).put("text", "ä\n");
  }

  @Test
  void anItemIsOnDiskBeforeTheLogIsClosed() throws IOException {
    Path file = folder.resolve("new/items.jsonl");
    try (ItemLog log = ItemLog.start(file)) {
      log.append(item("1"));
      assertThat(Files.readAllLines(file)).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"id\": \"3\", \"te", "{\"id\": 3}\n{\"id\": \"4\"}\n", "\0\0\n"})
  void goesOnAfterTheLastWholeItem(String torn) throws IOException {
    Path file = folder.resolve("items.jsonl");
    try (ItemLog log = ItemLog.start(file)) {
      log.append(item("1"));
      log.append(item("2"));
    }
    Files.writeString(file, torn, StandardOpenOption.APPEND);

    try (ItemLog log = ItemLog.resume(file)) {
      assertThat(log.find("2")).contains(item("2"));
      assertThat(log.find("3")).isEmpty();
      log.append(item("3"));
    }

    assertThat(JsonLines.read(file)).containsExactly(item("1"), item("2"), item("3"));
  }

  @Test
  void startsAnewOverAnOlderLog() throws IOException {
    Path file = folder.resolve("items.jsonl");
    try (ItemLog log = ItemLog.resume(file)) {
      log.append(item("1"));
    }
    try (ItemLog log = ItemLog.start(file)) {
      assertThat(log.find("1")).isEmpty();
    }
    assertThat(file).isEmptyFile();
  }
}
