package dev.corvid.eval;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The results of an evaluation, one JSON object with an `id` per line, each on disk as soon as
/// it is known: an interrupted run loses at most the item it was working on. Not thread-safe.
final class ItemLog implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private final Map<String, JsonNode> items;

  private ItemLog(Path file, FileChannel channel, Map<String, JsonNode> items) {
    this.file = file;
    this.channel = channel;
    this.items = items;
  }

  /// Start a log of its own, over an older one if there is one.
  static ItemLog start(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    return new ItemLog(
        file,
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING),
        new LinkedHashMap<>());
  }

  /// Go on where a log ended. A last line that a crash tore is dropped.
  static ItemLog resume(Path file) throws IOException {
    if (!Files.exists(file)) {
      return start(file);
    }
    byte[] bytes = Files.readAllBytes(file);
    Map<String, JsonNode> items = new LinkedHashMap<>();
    int whole = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        Optional<JsonNode> item =
            parse(new String(bytes, whole, i - whole, StandardCharsets.UTF_8));
        if (item.isEmpty()) {
          break;
        }
        items.put(item.get().path("id").asString(), item.get());
        whole = i + 1;
      }
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
    channel.truncate(whole).position(whole);
    return new ItemLog(file, channel, items);
  }

  private static Optional<JsonNode> parse(String line) {
    try {
      JsonNode node = JsonLines.JSON.readTree(line);
      return node.path("id").isString() ? Optional.of(node) : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  Path file() {
    return file;
  }

  /// The item that an earlier run wrote under this id.
  Optional<JsonNode> find(String id) {
    return Optional.ofNullable(items.get(id));
  }

  /// Write an item and force it to disk.
  void append(ObjectNode item) throws IOException {
    ByteBuffer line = StandardCharsets.UTF_8.encode(JsonLines.JSON.writeValueAsString(item) + "\n");
    while (line.hasRemaining()) {
      channel.write(line);
    }
    channel.force(false);
    items.put(item.path("id").asString(), item);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
