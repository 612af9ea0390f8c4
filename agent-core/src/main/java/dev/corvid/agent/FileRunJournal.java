package dev.corvid.agent;

import dev.corvid.agent.spi.RunJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Runs in a folder, one file each. A file begins with a word for its version; each record is its
/// length, its CRC-32C and its JSON. Records are only ever added, and forced to the disk before
/// [RunLog#append] returns. A last record that a crash left incomplete is cut off.
///
/// Thread-safe. One process at a time holds a run, by a lock on a file beside it.
public final class FileRunJournal implements RunJournal {
  private static final String SUFFIX = ".journal";
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9-]{1,64}");
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final int RANDOM_BYTES = 3;

  private final Path folder;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  private FileRunJournal(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /// The runs in a folder, which is made when the first one begins.
  public static FileRunJournal in(Path folder) {
    return in(folder, Clock.systemUTC());
  }

  static FileRunJournal in(Path folder, Clock clock) {
    return new FileRunJournal(folder, clock);
  }

  @Override
  public RunLog create() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    String id = STAMP.format(clock.instant()) + "-" + HexFormat.of().formatHex(bytes);
    try {
      Files.createDirectories(folder);
      return FileRunLog.create(id, folder, clock);
    } catch (IOException e) {
      throw JournalException.io(id, e);
    }
  }

  @Override
  public RunLog open(String id) {
    existing(id);
    try {
      return FileRunLog.open(id, folder, clock);
    } catch (IOException e) {
      throw JournalException.io(id, e);
    }
  }

  @Override
  public List<JournalEntry.Placed> read(String id) {
    Path file = existing(id);
    try {
      return JournalFile.read(id, file).entries();
    } catch (IOException e) {
      throw JournalException.io(id, e);
    }
  }

  @Override
  public List<String> runs() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw JournalException.io("*", e);
    }
  }

  private Path existing(String id) {
    if (!ID.matcher(id).matches() || !Files.isRegularFile(file(folder, id))) {
      throw JournalException.unknownRun(id);
    }
    return file(folder, id);
  }

  static Path file(Path folder, String id) {
    return folder.resolve(id + SUFFIX);
  }
}
