package dev.corvid.tools;

import dev.corvid.agent.Effect;
import dev.corvid.agent.ToolCall;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.ToolSpec;
import dev.corvid.agent.spi.Tool;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One operation of an API.
final class RestTool implements Tool {
  private static final int MOST_REDIRECTS = 5;

  private final ToolSpec spec;
  private final Endpoint endpoint;
  private final InputLayout layout;
  private final Api api;
  private final OriginRules rules;
  private final RequestBuilder requests;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable ArgumentReader reader;

  /// What the tools of an API share.
  record Api(
      Specification specification, RestSettings settings, Credentials credentials, Wire wire) {}

  RestTool(ToolSpec spec, Endpoint endpoint, InputLayout layout, Api api) {
    this.spec = spec;
    this.endpoint = endpoint;
    this.layout = layout;
    this.api = api;
    this.rules =
        new OriginRules(
            api.settings().typedOrigins(api.specification()),
            endpoint.base().map(Origin::of).map(Set::of).orElse(Set.of()));
    this.requests = new RequestBuilder(endpoint, layout);
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /// @throws SpecificationException.OriginRefused if nothing may be sent where it would go
  @Override
  public ToolRequest prepare(ToolCall call) {
    URI base =
        endpoint
            .base()
            .orElseThrow(
                () ->
                    new SpecificationException.OriginRefused(
                        "The specification %s names no server that %s could be sent to"
                            .formatted(api.specification().name(), spec.name()),
                        "Say where the API is: --base-url URL."));
    requirePermission(Origin.of(base), credentials(call));
    return requests.build(call, base, reader().read(call));
  }

  private Credentials credentials(ToolCall call) {
    return api.credentials().of(call.user(), endpoint);
  }

  private void requirePermission(Origin origin, Credentials credentials) {
    Optional<String> objection = rules.objection(origin);
    if (objection.isPresent()) {
      throw OriginRules.refusal(origin.toString(), objection.get());
    }
    if (credentials.has(endpoint) && !rules.isTyped(origin)) {
      throw OriginRules.refusal(
          origin.toString(), "only the specification names it, and credentials would go with it");
    }
  }

  /// The schema is translated with the first call: most tools are never called.
  private ArgumentReader reader() {
    lock.lock();
    try {
      ArgumentReader made = reader;
      if (made == null) {
        made = new ArgumentReader(layout.validationSchema(api.specification().references()));
        reader = made;
      }
      return made;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public ToolResult call(ToolRequest request) {
    Credentials credentials = credentials(request.call());
    URI url;
    Origin origin;
    try {
      url = new URI(request.url());
      origin = Origin.of(url);
    } catch (URISyntaxException | IllegalArgumentException e) {
      return ToolResult.error("refused", "Not sent: the URL cannot be used.");
    }
    Optional<String> objection = rules.objectionAtSending(origin);
    if (objection.isPresent()) {
      return ToolResult.error(
          "refused", "Nothing is sent to %s: %s.".formatted(origin, objection.get()));
    }
    try {
      return follow(request, url, origin, credentials);
    } catch (Wire.Unanswered e) {
      String why = credentials.hide(e.why());
      return e.sent() && request.effect() == Effect.WRITE
          ? ToolResult.unknown("Sent, but then: %s. It may have happened.".formatted(why))
          : ToolResult.error("no answer", "No answer: %s.".formatted(why));
    }
  }

  private ToolResult follow(ToolRequest request, URI first, Origin origin, Credentials credentials)
      throws Wire.Unanswered {
    URI url = first;
    String method = request.method();
    for (int redirects = 0; ; redirects++) {
      String body = method.equals(request.method()) ? request.body() : "";
      Wire.Answer answer =
          api.wire()
              .send(
                  http(request, method, url, origin, body, credentials),
                  api.settings().timeout(),
                  api.settings().mostBytes());
      if (answer.status() / 100 != 3 || answer.status() == 304) {
        return result(answer, credentials);
      }
      boolean seeOther = answer.status() == 303 && !method.equals("HEAD");
      Optional<URI> next = redirected(url, origin, answer);
      boolean may = method.equals("GET") || method.equals("HEAD") || seeOther;
      if (next.isEmpty() || !may || redirects == MOST_REDIRECTS) {
        return redirect(answer, credentials);
      }
      url = next.get();
      method = seeOther ? "GET" : method;
    }
  }

  private HttpRequest http(
      ToolRequest request,
      String method,
      URI url,
      Origin origin,
      String body,
      Credentials credentials)
      throws Wire.Unanswered {
    Credentials.Signed signed =
        rules.isTyped(origin)
            ? credentials.sign(endpoint, url.toString(), request.headers())
            : new Credentials.Signed(url, request.headers());
    try {
      HttpRequest.Builder http = HttpRequest.newBuilder(signed.url());
      signed.headers().forEach((name, value) -> header(http, name, value, body));
      // An upgrade to HTTP/2 in clear text confuses small servers.
      boolean safe = origin.scheme().equals("https");
      http.version(safe ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
      return http.method(
              method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
          .build();
    } catch (IllegalArgumentException e) {
      // Without the cause, whose message could hold a credential.
      throw new Wire.Unanswered("the request is not one of HTTP", false, null);
    }
  }

  private static void header(HttpRequest.Builder http, String name, String value, String body) {
    if (!body.isEmpty() || !name.equalsIgnoreCase("Content-Type")) {
      http.setHeader(name, value);
    }
  }

  /// Where a redirect leads, if it stays with the origin.
  private static Optional<URI> redirected(URI from, Origin origin, Wire.Answer answer) {
    try {
      URI to = from.resolve(answer.header("Location"));
      return !answer.header("Location").isBlank() && Origin.of(to).equals(origin)
          ? Optional.of(to)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ToolResult redirect(Wire.Answer answer, Credentials credentials) {
    String location = credentials.hide(Texts.describe(answer.header("Location"), 300));
    return ToolResult.error(
        Integer.toString(answer.status()),
        location.isBlank()
            ? "The server redirects nowhere."
            : "The server redirects to %s, which was not followed.".formatted(location));
  }

  private ToolResult result(Wire.Answer answer, Credentials credentials) {
    ResponseText text =
        ResponseText.of(
            answer, credentials::hide, api.settings().mostBytes(), api.settings().mostCharacters());
    boolean ok = answer.status() < 400;
    Set<String> typed =
        text.json()
            .map(
                json ->
                    TypedValues.of(
                        json,
                        ok ? endpoint.response() : Optional.empty(),
                        api.specification().references()))
            .orElse(Set.of());
    return new ToolResult(
        ok ? ToolResult.Status.OK : ToolResult.Status.ERROR,
        Integer.toString(answer.status()),
        text.text().isBlank() ? empty(answer, credentials) : text.text(),
        text.truncated(),
        withoutSecrets(typed, credentials));
  }

  private static Set<String> withoutSecrets(Set<String> values, Credentials credentials) {
    Set<String> safe = new LinkedHashSet<>(values);
    safe.removeIf(value -> !credentials.hide(value).equals(value));
    return safe;
  }

  /// Something to read where the server wrote nothing.
  private String empty(Wire.Answer answer, Credentials credentials) {
    String missing = credentials.missing(endpoint);
    if (answer.status() == 401 || answer.status() == 403) {
      return missing.isEmpty()
          ? "(refused)"
          : "(refused: no credentials for %s)".formatted(missing);
    }
    String location = credentials.hide(Texts.describe(answer.header("Location"), 300));
    if (!location.isBlank() && answer.status() < 400) {
      return "(done, see %s)".formatted(location);
    }
    return answer.status() < 400
        ? "(done, no content)"
        : "(status %d, no content)".formatted(answer.status());
  }

  @Override
  public String toString() {
    return "%s %s".formatted(endpoint.method().toLowerCase(Locale.ROOT), endpoint.path());
  }
}
