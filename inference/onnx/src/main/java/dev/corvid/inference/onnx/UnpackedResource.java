package dev.corvid.inference.onnx;

import dev.corvid.agent.CorvidFolders;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Objects;
import java.util.jar.JarEntry;

/// A resource of a jar as a file in the cache folder, unpacked once: inflating the model and ONNX
/// Runtime's library anew would cost each start half a second.
final class UnpackedResource {
  private UnpackedResource() {}

  /// The folder below which this and other libraries unpack what they need as files.
  static Path folder() {
    return CorvidFolders.of(System.getenv()).cache().resolve("unpacked");
  }

  /// Return the file, which is named after the content's checksum.
  ///
  /// @throws IOException if it can neither be found nor written
  static Path of(String resource, Path folder) throws IOException {
    URL url = Objects.requireNonNull(UnpackedResource.class.getResource(resource), resource);
    URLConnection connection = url.openConnection();
    if (!(connection instanceof JarURLConnection jar)) {
      return onDisk(url);
    }
    JarEntry entry = jar.getJarEntry();
    Path home = folder.resolve(HexFormat.of().toHexDigits((int) entry.getCrc()));
    Path file = home.resolve(resource.substring(resource.lastIndexOf('/') + 1));
    if (file.toFile().length() != entry.getSize()) {
      Files.createDirectories(home);
      copy(url, file);
    }
    return file;
  }

  /// Write a file of its own and rename it: another process may do the same at this moment.
  private static void copy(URL url, Path file) throws IOException {
    Path part = Files.createTempFile(file.getParent(), "unpacking", ".part");
    try (InputStream in = url.openStream()) {
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static Path onDisk(URL url) throws IOException {
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }
}
