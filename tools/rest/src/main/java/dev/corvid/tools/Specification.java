package dev.corvid.tools;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// An OpenAPI document of version 3, as it was read: everything in it is untrusted data. Immutable
/// and thread-safe.
public final class Specification {
  private static final Duration FETCH = Duration.ofSeconds(60);
  private static final int MOST_REDIRECTS = 5;

  private final String name;
  private final Optional<URI> source;
  private final ObjectNode root;
  private final References references;

  private Specification(String name, Optional<URI> source, ObjectNode root) {
    this.name = name;
    this.source = source;
    this.root = root;
    this.references = new References(root, name);
  }

  /// Read a file, JSON or YAML.
  ///
  /// @throws SpecificationException if there is none or it is no OpenAPI 3 document
  public static Specification read(Path file) {
    String name = String.valueOf(file.getFileName());
    try (InputStream in = Files.newInputStream(file)) {
      return of(name, Optional.empty(), in.readNBytes(TreeReader.MOST_BYTES + 1));
    } catch (NoSuchFileException e) {
      throw new SpecificationException.Unreadable(
          "There is no specification " + file, "Check the path.", e);
    } catch (IOException e) {
      throw new SpecificationException.Unreadable(
          "The specification %s cannot be read: %s".formatted(file, e.getMessage()),
          "Check that it is a file and may be read.",
          e);
    }
  }

  /// Fetch a document that the user named: plain `http` and the own machine are fine, a redirect to
  /// another host is not.
  ///
  /// @throws SpecificationException if it cannot be had or is no OpenAPI 3 document
  /// @throws java.util.concurrent.CancellationException if this thread is interrupted
  public static Specification read(URI url) {
    Origin origin = origin(url);
    try (Wire wire = new Wire()) {
      URI at = url;
      for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
        Wire.Answer answer = fetch(wire, at);
        if (answer.status() / 100 != 3) {
          return of(url.toString(), Optional.of(at), body(url, answer));
        }
        at = redirected(at, origin, answer.header("Location"));
      }
      throw unavailable(url, "it redirects again and again", null);
    }
  }

  /// Read a document, JSON or YAML.
  ///
  /// @param name what errors call it
  /// @throws SpecificationException if it is no OpenAPI 3 document
  public static Specification of(String name, byte[] document) {
    return of(name, Optional.empty(), document);
  }

  static Specification of(String name, Optional<URI> source, byte[] bytes) {
    if (bytes.length > TreeReader.MOST_BYTES) {
      throw new SpecificationException.Broken(
          "The specification %s is larger than %d MB".formatted(name, TreeReader.MOST_BYTES >> 20),
          "Give one document per API.",
          null);
    }
    JsonNode root = TreeReader.read(name, bytes);
    return new Specification(name, source, requireOpenApi(name, root));
  }

  private static ObjectNode requireOpenApi(String name, JsonNode root) {
    ObjectNode object =
        Nodes.object(root).orElseThrow(() -> notOpenApi(name, "its root is no object"));
    String version = object.path("openapi").asString("");
    if (version.equals("3") || version.startsWith("3.")) {
      return object;
    }
    if (object.has("swagger")) {
      throw new SpecificationException.Unsupported(
          "The specification %s is Swagger %s; OpenAPI 3.0 and 3.1 are read"
              .formatted(name, Texts.describe(object.path("swagger").asString("?"), 20)),
          "Convert it to OpenAPI 3, for example with swagger2openapi.");
    }
    if (object.has("openapi")) {
      throw new SpecificationException.Unsupported(
          "The specification %s is OpenAPI '%s'; 3.0 and 3.1 are read"
              .formatted(name, Texts.describe(version, 20)),
          "Give the document in version 3.0 or 3.1.");
    }
    throw notOpenApi(name, "it has no field 'openapi'");
  }

  private static SpecificationException notOpenApi(String name, String why) {
    return new SpecificationException.Broken(
        "The specification %s is no OpenAPI document: %s".formatted(name, why),
        "Give the file or URL of the API's OpenAPI document, not of its documentation page.",
        null);
  }

  private static Origin origin(URI url) {
    try {
      return Origin.of(url);
    } catch (IllegalArgumentException e) {
      throw new SpecificationException.Unreadable(
          "The specification's URL %s, got '%s'".formatted(e.getMessage(), url),
          "Give an http or https URL, or a file.",
          e);
    }
  }

  private static Wire.Answer fetch(Wire wire, URI url) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(url)
              .header("Accept", "application/json, application/yaml, */*;q=0.5")
              .build();
      return wire.send(request, FETCH, TreeReader.MOST_BYTES + 1);
    } catch (Wire.Unanswered e) {
      throw unavailable(url, e.why(), e);
    }
  }

  private static byte[] body(URI url, Wire.Answer answer) {
    if (answer.status() / 100 != 2) {
      throw unavailable(url, "HTTP status " + answer.status(), null);
    }
    if (answer.end() == Wire.End.BROKEN_OFF) {
      throw unavailable(url, "the connection was lost on the way", null);
    }
    return answer.bytes();
  }

  private static URI redirected(URI from, Origin origin, String location) {
    URI to;
    try {
      to = from.resolve(location);
      if (Origin.of(to).host().equals(origin.host())) {
        return to;
      }
    } catch (IllegalArgumentException e) {
      throw unavailable(from, "it redirects to '%s'".formatted(Texts.describe(location, 200)), e);
    }
    throw new SpecificationException.OriginRefused(
        "The specification's URL redirects to another host: " + Texts.describe(location, 200),
        "If you trust that host, give its URL as --spec.");
  }

  private static SpecificationException unavailable(
      URI url, String why, @Nullable Throwable cause) {
    return new SpecificationException.Unavailable(
        "The specification %s could not be fetched: %s".formatted(url, why),
        "Check the URL and the network, or give a file.",
        cause);
  }

  /// The file's name or the URL, as messages call it.
  public String name() {
    return name;
  }

  /// What the document calls the API; its name if it says nothing.
  public String title() {
    return Nodes.object(root, "info")
        .flatMap(info -> Nodes.text(info, "title"))
        .map(title -> Texts.describe(title, 100))
        .filter(title -> !title.isBlank())
        .orElse(name);
  }

  /// Where it came from, if it was fetched.
  Optional<URI> source() {
    return source;
  }

  ObjectNode root() {
    return root;
  }

  References references() {
    return references;
  }

  /// OpenAPI 3.0 ignores what stands beside a `$ref`, later versions do not.
  boolean isOldest() {
    return Objects.requireNonNull(root.get("openapi")).asString().startsWith("3.0");
  }
}
