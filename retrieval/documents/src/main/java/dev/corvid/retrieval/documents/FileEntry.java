package dev.corvid.retrieval.documents;

import dev.corvid.retrieval.DocumentException;
import dev.corvid.retrieval.DocumentException.Reason;
import dev.corvid.retrieval.DocumentSource;
import dev.corvid.retrieval.SourceDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/// One file. Its stamp is size and time of change.
final class FileEntry implements DocumentSource.Entry {
  /// Counts up when a parser's result changes, so that indexed files are read again.
  private static final int PARSERS = 1;

  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final String stamp;
  private final long size;
  private final Limits limits;

  FileEntry(Path file, BasicFileAttributes attributes, Limits limits) {
    this.file = file;
    this.size = attributes.size();
    this.limits = limits;
    this.stamp =
        PARSERS + "/" + size + "/" + attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public String stamp() {
    return stamp;
  }

  @Override
  public String contentHash() {
    if (size > limits.fileBytes()) {
      throw tooLarge("%,d bytes, more than %,d".formatted(size, limits.fileBytes()));
    }
    try (InputStream bytes = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER];
      for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return PARSERS + "/" + HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw unreadable(e);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  @Override
  public SourceDocument parse() {
    try {
      return DocumentParser.of(file, head()).parse(file, limits);
    } catch (IOException e) {
      throw unreadable(e);
    } catch (OutOfMemoryError e) {
      // The parser's data is garbage again by now; one hostile file must not end the run.
      throw tooLarge("it needs more memory than there is");
    } catch (StackOverflowError e) {
      throw new DocumentException(
          Reason.BROKEN, name(), "it is nested too deeply", "Open and save it in another program.");
    }
  }

  private byte[] head() throws IOException {
    if (size > limits.fileBytes()) {
      throw tooLarge("%,d bytes, more than %,d".formatted(size, limits.fileBytes()));
    }
    try (InputStream bytes = Files.newInputStream(file)) {
      return bytes.readNBytes(DocumentParser.HEAD);
    }
  }

  private DocumentException tooLarge(String detail) {
    return new DocumentException(
        Reason.TOO_LARGE, name(), detail, "Split the file into smaller ones.");
  }

  private DocumentException unreadable(IOException e) {
    return new DocumentException(
        Reason.UNREADABLE, name(), why(e), "Check that the file is there and may be read.");
  }

  /// Why a file or a folder cannot be read, in a few words.
  static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException gone -> "it is gone";
      case AccessDeniedException denied -> "no permission to read it";
      default -> "cannot be read: " + e.getMessage();
    };
  }
}
