package dev.corvid.shell;

import dev.corvid.agent.CorvidFolders;
import dev.corvid.agent.FileConversations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The files of sessions in a folder: what was said, what was worked with, and the lines that were
/// typed. They hold no secret: a setup names where one is to be found.
record SessionFiles(Path folder) {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final int RANDOM_BYTES = 3;

  static SessionFiles in(CorvidFolders folders) {
    return new SessionFiles(folders.data().resolve("sessions"));
  }

  FileConversations conversations() {
    return FileConversations.in(folder);
  }

  Path history() {
    return folder.resolve("history");
  }

  String newId() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return STAMP.format(Clock.systemUTC().instant()) + "-" + HexFormat.of().formatHex(bytes);
  }

  /// Write down what a conversation works with.
  void keep(String conversation, RunSetup setup) {
    try {
      Files.createDirectories(folder);
      Path part = folder.resolve("." + conversation + ".part");
      Files.write(part, JsonMapper.shared().writeValueAsBytes(setup.journalled()));
      Files.move(part, file(conversation), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What a conversation worked with, if it can be read.
  Optional<RunSetup> setup(String conversation) {
    try {
      Map<String, List<String>> fields =
          JsonMapper.shared()
              .readValue(Files.readAllBytes(file(conversation)), new TypeReference<>() {});
      return Optional.of(RunSetup.journalled(fields));
    } catch (NoSuchFileException | JacksonException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String conversation) {
    return folder.resolve(conversation + ".json");
  }
}
