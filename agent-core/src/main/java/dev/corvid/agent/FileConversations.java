package dev.corvid.agent;

import dev.corvid.agent.spi.ConversationMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Conversations in a folder, one file each, with a line of JSON for each exchange. A line that a
/// crash left incomplete is passed over. Thread-safe; a conversation is written by one process at a
/// time.
public final class FileConversations implements ConversationMemory {
  private static final String SUFFIX = ".jsonl";
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9-]{1,64}");

  /// Half a surrogate pair, which a text from outside may hold, cannot be said in UTF-8.
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final Path folder;

  private FileConversations(Path folder) {
    this.folder = folder;
  }

  /// The conversations in a folder, which is made when the first one begins.
  public static FileConversations in(Path folder) {
    return new FileConversations(folder);
  }

  /// The conversation in which something was said last.
  public Optional<String> latest() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> ID.matcher(id(file)).matches())
          .max(Comparator.comparing(FileConversations::changed))
          .map(FileConversations::id);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String id(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : "";
  }

  private static FileTime changed(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  @Override
  public synchronized List<Exchange> exchanges(String conversation) {
    try {
      List<Exchange> exchanges = new ArrayList<>();
      String text = Files.readString(file(conversation), StandardCharsets.US_ASCII);
      text.lines().flatMap(line -> read(line).stream()).forEach(exchanges::add);
      return exchanges;
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void add(String conversation, Exchange exchange) {
    Path file = file(conversation);
    try {
      Files.createDirectories(folder);
      // It begins on a line of its own, whatever a crash left before it.
      Files.writeString(
          file,
          (endsInsideLine(file) ? "\n" : "") + line(exchange) + "\n",
          StandardCharsets.US_ASCII,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Keep the last exchange whole, however long the conversation gets; nothing if there is none.
  public synchronized Optional<Exchange> pinLast(String conversation) {
    List<Exchange> exchanges = new ArrayList<>(exchanges(conversation));
    if (exchanges.isEmpty()) {
      return Optional.empty();
    }
    exchanges.add(exchanges.removeLast().withPinned(true));
    Path file = file(conversation);
    Path part = folder.resolve("." + conversation + ".part");
    try {
      Files.write(
          part,
          exchanges.stream().map(FileConversations::line).toList(),
          StandardCharsets.US_ASCII);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.of(exchanges.getLast());
  }

  private static String line(Exchange exchange) {
    return JSON.writeValueAsString(
        JSON.createObjectNode()
            .put("request", exchange.request())
            .put("answer", exchange.answer())
            .put("pinned", exchange.pinned()));
  }

  private static boolean endsInsideLine(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return false;
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      channel.position(channel.size() - 1);
      return channel.read(last) == 1 && last.get(0) != '\n';
    }
  }

  @Override
  public synchronized boolean forget(String conversation) {
    try {
      return Files.deleteIfExists(file(conversation));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String conversation) {
    if (!ID.matcher(conversation).matches()) {
      throw new IllegalArgumentException(
          "conversation must match %s, got '%s'".formatted(ID, conversation));
    }
    return folder.resolve(conversation + SUFFIX);
  }

  private static Optional<Exchange> read(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      String request = json.path("request").asString("");
      return request.isBlank()
          ? Optional.empty()
          : Optional.of(
              new Exchange(
                  request, json.path("answer").asString(""), json.path("pinned").asBoolean(false)));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
