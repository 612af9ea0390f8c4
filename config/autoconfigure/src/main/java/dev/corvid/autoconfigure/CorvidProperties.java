package dev.corvid.autoconfigure;

import dev.corvid.agent.ApprovalMode;
import dev.corvid.agent.ToolPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What `corvid.*` properties say; the keys are those of `corvid.yaml`.
///
/// @param home Folder of models, indexes, runs and memory; without it the platform's own folders,
///   or that of the variable CORVID_HOME.
/// @param model Which model is used, and how.
/// @param documents Which documents are searched.
/// @param apis REST APIs whose operations become tools, by names of your own.
/// @param runs How runs go.
/// @param observations What spans and meters tell, where the application has registries for them.
/// @param springAi What goes between Corvid and Spring AI; needs `corvid-spring-ai`.
@ConfigurationProperties("corvid")
public record CorvidProperties(
    @Nullable Path home,
    @DefaultValue Model model,
    @DefaultValue Documents documents,
    @DefaultValue Map<String, Api> apis,
    @DefaultValue Runs runs,
    @DefaultValue Observations observations,
    @DefaultValue SpringAi springAi) {

  /// @param name A model of the catalogue, or one of those that the server of `url` offers.
  /// @param path A GGUF file, in place of a model of the catalogue.
  /// @param url An OpenAI-compatible server that computes in place of this process, such as
  ///   https://models.example.com/v1.
  /// @param key The server's key.
  /// @param pull Whether the model is downloaded at start-up if it is not there.
  /// @param threads Threads that compute; one per processor unless set.
  /// @param contextLength The most tokens that prompt and reply may have together.
  /// @param parallel The most runs that work at a time. A model in this process computes for one
  ///   at a time anyway, and reads less when runs follow each other.
  /// @param queue The most runs that wait; one more is refused at once.
  public record Model(
      @Nullable String name,
      @Nullable Path path,
      @Nullable URI url,
      @Nullable String key,
      @DefaultValue("false") boolean pull,
      @Nullable Integer threads,
      @DefaultValue("16384") int contextLength,
      @DefaultValue("1") int parallel,
      @DefaultValue("16") int queue) {

    /// Without the key, which is secret.
    @Override
    public String toString() {
      return "Model[name=%s, path=%s, url=%s]".formatted(name, path, url);
    }
  }

  /// @param folders Folders or files of documents.
  /// @param index Folder of the index; one in the cache unless set.
  /// @param indexAtStart Whether the documents are indexed when the application starts, rather
  ///   than before the first question.
  /// @param refresh How old the index may be before changed documents are looked for at the next
  ///   question.
  public record Documents(
      @DefaultValue List<Path> folders,
      @Nullable Path index,
      @DefaultValue("false") boolean indexAtStart,
      @DefaultValue("1m") Duration refresh) {}

  /// @param spec The OpenAPI document: `classpath:`, a file or a URL.
  /// @param baseUrl The server to call, in place of those of the document.
  /// @param allowOrigins Further servers that may be called, be they http or local.
  /// @param credentials Secrets by the names of the document's security schemes.
  /// @param policies What to do about calls of a tool, by its name.
  public record Api(
      @Nullable String spec,
      @Nullable String baseUrl,
      @DefaultValue List<String> allowOrigins,
      @DefaultValue Map<String, String> credentials,
      @DefaultValue Map<String, ToolPolicy> policies) {

    /// Without the credentials, which are secret.
    @Override
    public String toString() {
      return "Api[spec=%s, baseUrl=%s, allowOrigins=%s, policies=%s]"
          .formatted(spec, baseUrl, allowOrigins, policies);
    }
  }

  /// @param approvals Whether calls that change something are asked about, refused, or made if the
  ///   plan named them.
  /// @param store Where runs and episodes are kept: in files, or in the application's PostgreSQL.
  public record Runs(
      @DefaultValue("ask") ApprovalMode approvals, @DefaultValue("files") Store store) {}

  /// @param content Whether spans tell what was said as well: prompts, answers, arguments and
  ///   results of tools, queries, and names of documents. Whoever may read traces reads it then.
  public record Observations(@DefaultValue("false") boolean content) {}

  /// @param provide Whether Corvid's model, embedder and documents are a chat model, an embedding
  ///   model and a document retriever of Spring AI, where the application has no other.
  /// @param useChatModel Whether the application's chat model is the agent's model.
  /// @param useEmbeddingModel Whether the application's embedding model makes the vectors of the
  ///   documents.
  /// @param embeddingId Name and version of that embedding model: an index made under one is not
  ///   searched under another.
  /// @param topK The most documents that the document retriever finds.
  public record SpringAi(
      @DefaultValue("true") boolean provide,
      @DefaultValue("false") boolean useChatModel,
      @DefaultValue("false") boolean useEmbeddingModel,
      @Nullable String embeddingId,
      @DefaultValue("4") int topK) {}

  /// Where runs and episodes are kept.
  public enum Store {
    /// In the folder of Corvid's data.
    FILES,
    /// In the PostgreSQL of the application's data source; needs `corvid-jdbc`.
    JDBC
  }
}
